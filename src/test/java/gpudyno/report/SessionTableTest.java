package gpudyno.report;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Phase;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SessionTableTest {
    @Test
    void theTableNamesTheSettingsOfTheBest() {
        String table = SessionTable.of(SessionPageTest.report(Phase.FINISHED, "Better, verified."));
        assertThat(table.lines()).anyMatch(line -> line.strip().matches("cache\\.enabled +false -> true"))
                .anyMatch(line -> line.strip().matches("serve\\.batch\\.maxSize +1 -> 16"))
                .anyMatch(line -> line.startsWith("Verdict: better"));
    }

    @Test
    void withoutAVerifiedBestThereIsNoTable() {
        assertThat(
                SessionTable.of(SessionReport.builder(1, "option-2", Instant.EPOCH).phase(Phase.STOPPED, "Stopped.").progress(1).build()))
                .isEqualTo("No table: Stopped.\n");
    }
}
