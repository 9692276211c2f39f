package gpudyno.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.console.NoSessions;
import gpudyno.console.ScriptedNode;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.node.Activity;
import gpudyno.node.Sessions;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndNoticeTest {
    @ParameterizedTest
    @CsvSource(value = {"STOPPED|Stopped; the knobs are back where they were.|Session #3 stopped; the knobs are back where they were.",
        "FAILED|Could not go on: no answer.|Session #3 failed: Could not go on: no answer."}, delimiter = '|')
    void theEndOfASessionIsSaidOnce(Phase phase, String message, String words) {
        ScriptedNode node = new ScriptedNode(false) {
            @Override
            public Sessions sessions() {
                return new NoSessions() {
                    @Override
                    public Optional<SessionReport> report(long id) {
                        return Optional.of(SessionReport.builder(id, "option-2", Instant.EPOCH).phase(phase, message).build());
                    }
                };
            }
        };
        assertThat(EndNotice.words(node, new Activity(Activity.Kind.SESSION, 3, 1, ""))).isEqualTo(words);
    }
}
