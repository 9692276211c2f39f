package gpudyno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.load.SecondSample;
import gpudyno.model.load.LatencySummary;
import gpudyno.model.load.RunReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveViewTest {
    private static final LiveView.Running RUNNING = new LiveView.Running("poisson on 127.0.0.1:8000", Duration.ofSeconds(62));
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private static SecondSample second(int number) {
        return new SecondSample(number, 64, 62, 2, 14, 96.5, 212.25, 334, 186, Double.NaN);
    }

    private static RunReport report() {
        LatencySummary service = new LatencySummary(90, 94, 150, 186, 262, 300, 410);
        return new RunReport("poisson", 42, 29, 2, new RunReport.Rate(64.1, 1859), new RunReport.Rate(63.8, 1850), false,
                new RunReport.Lag(0.1, 0.8, 2), new RunReport.BothClocks(new LatencySummary(95, 96, 160, 212, 334, 400, 520), service),
                null,
                null, null, null, null, new RunReport.Errors(9, 0.48, Map.of("timeout", 6L, "status 503", 3L)), null, List.of(), null, null,
                null,
                null, null, 3.0, false);
    }

    @Test
    void aTerminalSeesProgressBothClocksErrorsAndLag() {
        List<String> lines = LiveView.lines(RUNNING, Duration.ofSeconds(31), second(30), report());
        assertThat(lines.getFirst()).isEqualTo("poisson on 127.0.0.1:8000  [############------------] 0:31 of 1:02");
        assertThat(String.join("\n", lines)).contains("offered      64 /s   achieved      62 /s", "in flight     14", "errors   0.48 %",
                "lag p99     0.80 ms", "6 x timeout", "3 x status 503");
        assertThat(lines).anyMatch(line -> line.matches("  from intended send +96.00 +212.00 +334.00 +400.00 +520.00"))
                .anyMatch(line -> line.matches("  from actual send +94.00 +186.00 +262.00 +300.00 +410.00"));
    }

    @Test
    void theLinesOverwriteThemselvesAndAreTakenOffAtTheEnd() {
        LiveView view = new LiveView(out, true);
        view.second(second(0));
        view.show(RUNNING, () -> Optional.of(report()));
        await().until(() -> bytes.toString(StandardCharsets.UTF_8).contains("\033[9A\r"));
        view.end();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).endsWith("\033[9A\r\033[J\033[?7h");
    }

    @Test
    void elsewhereThereAreOnlyPlainLines() {
        LiveView view = new LiveView(out, false);
        view.second(second(9));
        view.show(RUNNING, Optional::empty);
        await().until(() -> bytes.size() > 0);
        view.end();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).doesNotContain("\033")
                .startsWith("0:10  offered 64/s  correct 62/s  errors 2/s  in flight 14  p50 96.50  p95 212.25  p99 334.00 ms");
    }
}
