package gpudyno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.knob.Configuration;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Column;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.SessionReport.Verdict;
import gpudyno.store.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReportCommandTest {
    @TempDir
    private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path session = Path.of("session.json");

    @BeforeEach
    void aSession() throws IOException {
        SessionReport report = SessionReport.builder(3, "option-2", Instant.EPOCH).phase(Phase.FINISHED, "Better, verified.").progress(1)
                .baseline(column(100)).best(column(200)).verdict(Verdict.BETTER).applied(true).build();
        session = Files.writeString(folder.resolve("session.json"), Json.pretty(report));
    }

    private static Column column(double heldRate) {
        return new Column(Configuration.of(Map.of("cache.enabled", true)), heldRate, List.of(heldRate - 1, heldRate + 1), Map.of(),
                Map.of());
    }

    private int report(String... arguments) {
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        String[] all = new String[arguments.length + 1];
        all[0] = "report";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return line.execute(all);
    }

    @Test
    void aSessionIsSummedUpOnOnePage() throws IOException {
        Path html = folder.resolve("summary.html");
        assertThat(report(session.toString(), "--summary", "--price-per-hour", "0.72", "--html", html.toString())).isZero();
        assertThat(out.toString()).contains("each costs 50 % less").contains("0.002 USD").contains("0.001 USD");
        assertThat(out.toString().lines().count()).isLessThan(40);
        assertThat(Files.readString(html)).contains("each costs 50 % less");
    }

    @Test
    void whatIsUnusableIsExitCodeTwoAndNamed() throws IOException {
        Path other = Files.writeString(folder.resolve("other.json"), "{}");
        assertThat(report(session.toString())).isEqualTo(2);
        assertThat(report(session.toString(), other.toString(), "--summary")).isEqualTo(2);
        assertThat(report(session.toString(), "--summary", "--price-per-hour", "-1")).isEqualTo(2);
        assertThat(report(other.toString(), "--price-per-hour", "1")).isEqualTo(2);
        assertThat(report(other.toString())).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(5);
        assertThat(err.toString()).contains("shown alone, with --summary", "price per hour: a number above 0", "belongs to the summary",
                "other.json is no report of gpudyno load --json");
    }
}
