package gpudyno.watch;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.alert.AlertRule;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.watch.AlertBook.Judged;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The shipped rules of GPUs.
class GpuRulesTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private final MeterRegistry meters = new MeterRegistry();
    private final Map<String, Double> levels = new HashMap<>();
    private final List<AlertRule> rules = RuleFile.defaults().stream().filter(rule -> rule.group().equals("gpu")).toList();
    private final Judge judge = new Judge(rules, meters::meter, new BurnRate());
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long sequence;

    private void gauge(Meter meter, String device, double level) {
        String key = meter.id() + device;
        levels.put(key, level);
        meters.gauge(meter, () -> levels.getOrDefault(key, Double.NaN), device);
    }

    /// Rules and devices that hold after some seconds, as `rule device`.
    private Set<String> after(int seconds) {
        Set<String> on = new TreeSet<>();
        for (int i = 0; i < seconds; i++) {
            now = now.plus(SECOND);
            on.clear();
            for (Judged judged : judge.judge(meters.close(++sequence, now, SECOND))) {
                judged.verdicts().stream().filter(Verdict::on).forEach(verdict -> on.add(judged.rule().id() + " " + verdict.series()));
            }
        }
        return on;
    }

    @Test
    void theyAreQuietWithoutGpusAndOnHealthyOnes() {
        GpuMeters.all().forEach(meters::declare);
        assertThat(rules).hasSize(5);
        assertThat(rules).allMatch(rule -> judge.problem(rule.id()).isEmpty());
        assertThat(after(5)).isEmpty();
        gauge(GpuMeters.UP, "a", 1);
        gauge(GpuMeters.THROTTLED, "a", 0);
        gauge(GpuMeters.THROTTLE_POWER, "a", 0);
        gauge(GpuMeters.ECC_VOLATILE_UNCORRECTED, "a", 0);
        meters.counter(GpuMeters.XID, "a");
        assertThat(after(40)).isEmpty();
    }

    @Test
    void eachIsAboutItsOwnFaultAndItsOwnDevice() {
        for (String device : List.of("a", "b")) {
            gauge(GpuMeters.UP, device, 1);
            gauge(GpuMeters.THROTTLED, device, 0);
            gauge(GpuMeters.THROTTLE_POWER, device, 0);
            meters.counter(GpuMeters.XID, device);
        }
        after(400);
        levels.put(GpuMeters.UP.id() + "a", 0.0);
        assertThat(after(5)).containsExactly("gpu-lost a");
        levels.put(GpuMeters.UP.id() + "a", 1.0);
        levels.put(GpuMeters.THROTTLED.id() + "b", 1.0);
        assertThat(after(31)).containsExactly("gpu-throttled b");
        levels.put(GpuMeters.THROTTLED.id() + "b", 0.0);
        levels.put(GpuMeters.THROTTLE_POWER.id() + "b", 1.0);
        assertThat(after(301)).containsExactly("gpu-power-limit b");
        levels.put(GpuMeters.THROTTLE_POWER.id() + "b", 0.0);
        meters.counter(GpuMeters.XID, "a").increment();
        assertThat(after(2)).contains("gpu-xid a").doesNotContain("gpu-xid b");
        gauge(GpuMeters.ECC_VOLATILE_UNCORRECTED, "a", 2);
        assertThat(after(2)).contains("gpu-memory-errors a");
    }
}
