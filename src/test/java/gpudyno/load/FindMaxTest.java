package gpudyno.load;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.Alone;
import gpudyno.model.load.LatencySummary;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.Slo;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

@Alone
class FindMaxTest {
    private static final List<Slo> BOUNDS = Slo.parse("p95=500ms");

    private static RunReport report(double p95, double worstLag) {
        LatencySummary latency = new LatencySummary(p95, p95, p95, p95, p95, p95, p95);
        return new RunReport("poisson", 42, 40, 2, new RunReport.Rate(50, 2000), new RunReport.Rate(50, 2000), true,
                new RunReport.Lag(0.1, worstLag, worstLag), new RunReport.BothClocks(latency, latency), null, null, null, null,
                new RunReport.Tokens(1, 1, 1, true), new RunReport.Errors(0, 0, Map.of()), null, List.of(), null, null, null, null, null,
                4.2,
                false);
    }

    @Test
    void aLagThatMayBeTheCauseSpoilsAProbe() {
        RunReport.Probe probe = FindMax.judge(50, report(600, 80), BOUNDS);
        assertThat(probe.held()).isFalse();
        assertThat(probe.nearest()).isEqualTo("the generator");
    }

    @Test
    void aServerFarBeyondItsBoundHasFailedWhateverTheLag() {
        RunReport.Probe probe = FindMax.judge(50, report(8000, 300), BOUNDS);
        assertThat(probe.held()).isFalse();
        assertThat(probe.nearest()).isEqualTo("p95");
    }

    @Test
    void aSpoiltProbeBelowARateThatHeldIsNotTheFirstFailing() {
        RunReport.Probe spoilt = new RunReport.Probe(5.6, false, 1.6, "the generator");
        RunReport.Probe held = new RunReport.Probe(44.7, true, -0.7, "backlog");
        RunReport.Probe failed = new RunReport.Probe(89.4, false, 2.8, "p95");
        assertThat(FindMax.firstFailing(List.of(spoilt, held))).isNull();
        assertThat(Objects.requireNonNull(FindMax.firstFailing(List.of(spoilt, held, failed))).rate()).isEqualTo(89.4);
    }
}
