package gpudyno.model.target;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.JudgedWindow.Outcome;
import gpudyno.model.target.Target.Comparison;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgedWindowTest {
    private static final Target THROUGHPUT = new Target(DerivedMeters.THROUGHPUT, Comparison.AT_LEAST, 50);
    private static final Target P95 = new Target(DerivedMeters.LATENCY_P95, Comparison.BELOW, 500);
    private static final Target MEMORY = new Target(DerivedMeters.MEMORY_PERCENT, Comparison.AT_MOST, 75);
    private static final Profile PROFILE = new Profile("any", "Any", "95 %", java.util.List.of(THROUGHPUT, P95, MEMORY), Set.of());

    @ParameterizedTest
    @CsvSource({"60,60,MET", "40,60,MISSED", "40,50,MISSED", "40,49.9,NOT_OFFERED", "40,40,NOT_OFFERED", "50,49,NOT_OFFERED"})
    void throughputFailsOnlyIfAtLeastTheTargetWasOffered(double reached, double offered, Outcome outcome) {
        JudgedWindow window = new JudgedWindow(Map.of(DerivedMeters.THROUGHPUT, reached, DerivedMeters.OFFERED, offered), 3000);
        assertThat(window.judge(THROUGHPUT)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({"19,900,TOO_FEW_REQUESTS", "20,900,MISSED", "20,499,MET", "20,500,MISSED"})
    void latencyIsJudgedFromTwentyRequestsOn(double requests, double p95, Outcome outcome) {
        assertThat(new JudgedWindow(Map.of(DerivedMeters.LATENCY_P95, p95), requests).judge(P95)).isEqualTo(outcome);
    }

    @Test
    void memoryNeedsNoRequests() {
        assertThat(new JudgedWindow(Map.of(DerivedMeters.MEMORY_PERCENT, 90.0), 0).judge(MEMORY)).isEqualTo(Outcome.MISSED);
        assertThat(new JudgedWindow(Map.of(DerivedMeters.MEMORY_PERCENT, 75.0), 0).judge(MEMORY)).isEqualTo(Outcome.MET);
    }

    @Test
    void whatWasNotMeasuredIsNeitherMetNorMissed() {
        assertThat(new JudgedWindow(Map.of(), 100).judge(P95)).isEqualTo(Outcome.NOT_MEASURED);
        assertThat(JudgedWindow.EMPTY.judge(MEMORY)).isEqualTo(Outcome.NOT_MEASURED);
        assertThat(JudgedWindow.EMPTY.misses(PROFILE)).isFalse();
    }

    @Test
    void aProfileIsMissedByOneTargetThatIs() {
        Map<String, Double> good = Map.of(DerivedMeters.THROUGHPUT, 60.0, DerivedMeters.OFFERED, 60.0, DerivedMeters.LATENCY_P95, 100.0);
        assertThat(new JudgedWindow(good, 600).misses(PROFILE)).isFalse();
        assertThat(new JudgedWindow(Map.of(DerivedMeters.LATENCY_P95, 600.0), 600).misses(PROFILE)).isTrue();
        assertThat(new JudgedWindow(Map.of(DerivedMeters.LATENCY_P95, 600.0), 5).misses(PROFILE)).isFalse();
    }
}
