package gpudyno.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.model.alert.AlertRule;
import gpudyno.model.meter.ForesightMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Meters.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private final MeterRegistry meters = new MeterRegistry();
    private final BurnRate burn = new BurnRate();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long sequence;

    private static AlertRule rule(String condition, int windowSeconds) {
        return RuleFile.read("rules:\n  - id: r\n    condition: '" + condition + "'\n    window: PT" + windowSeconds + "S\n    on: true\n")
                .rules().getFirst();
    }

    private Judge judge(AlertRule... rules) {
        return new Judge(List.of(rules), meters::meter, burn);
    }

    private List<Verdict> frame(Judge judge) {
        now = now.plus(SECOND);
        Frame frame = meters.close(++sequence, now, SECOND);
        burn.add(frame);
        return judge.judge(frame).getFirst().verdicts();
    }

    @Test
    void aRuleIsJudgedOnceForEverySeriesOfItsLabelledMeter() {
        meters.gauge(Meters.MEMORY, () -> 97, "0");
        meters.gauge(Meters.MEMORY, () -> 40, "1");
        meters.gauge(Meters.HOST_CPU, () -> 50);
        Judge judge = judge(rule("memory.percent > 90.0 && host.cpu.percent > 10.0", 1));
        assertThat(frame(judge)).filteredOn(Verdict::on).singleElement().satisfies(one -> {
            assertThat(one.series()).isEqualTo("0");
            assertThat(one.cause()).contains("memory.percent = 97");
        });
        assertThat(frame(judge(rule("max(memory.percent) - min(memory.percent) > 50.0", 1)))).singleElement().matches(Verdict::on);
    }

    @Test
    void aForecastIsReadAsItStandsWhateverTheRulesWindow() {
        double[] forecast = {80};
        meters.gauge(ForesightMeters.FORECAST, () -> forecast[0], "memory.percent", "30m");
        meters.gauge(ForesightMeters.FORECAST, () -> 99, "memory.percent", "2h");
        AlertRule rule = rule("forecast(\"memory.percent\", \"30m\") > 90.0", 60);
        Judge judge = judge(rule);
        assertThat(Judge.problem(rule, meters::meter)).isEmpty();
        assertThat(frame(judge)).noneMatch(Verdict::on);
        forecast[0] = 93;
        assertThat(frame(judge)).singleElement().satisfies(one -> {
            assertThat(one.on()).isTrue();
            assertThat(one.cause()).isEqualTo("forecast(\"memory.percent\", \"30m\") = 93.0");
        });
        assertThat(frame(judge(rule("forecast(memory.percent, \"5m\") > 1.0", 1)))).as("not forecast so far").noneMatch(Verdict::on);
    }

    @Test
    void ratesAndPercentilesAreReadOverTheirWindow() {
        MeterRegistry.Counter arrivals = meters.counter(Meters.ARRIVALS);
        MeterRegistry.Distribution response = meters.distribution(Meters.RESPONSE);
        Judge judge = judge(rule("rate(serve.arrivals, \"10s\") == 4.0 && p50(latency.response, \"10s\") > 90.0", 1));
        for (int i = 0; i < 30; i++) {
            arrivals.add(i % 2 == 0 ? 8 : 0);
            response.record(100);
            List<Verdict> verdicts = frame(judge);
            if (i > 10) {
                assertThat(verdicts).singleElement().matches(Verdict::on);
            }
        }
        for (int i = 0; i < 10; i++) {
            frame(judge);
        }
        assertThat(frame(judge)).singleElement().matches(one -> !one.data());
    }

    @Test
    void whatWasNotReadOrIsNotFiniteIsNoData() {
        meters.gauge(Meters.HOST_CPU, () -> Double.POSITIVE_INFINITY);
        assertThat(frame(judge(rule("host.cpu.percent > 1.0", 1)))).singleElement().matches(one -> !one.data() && !one.on());
        assertThat(frame(judge(rule("latency.p95.ms > 1.0", 1)))).singleElement().matches(one -> !one.data());
        assertThat(Judge.problem(rule("no.such.meter > 1.0", 1), meters::meter)).contains("no.such.meter");
        meters.declare(Meters.RESPONSE);
        assertThat(Judge.problem(rule("latency.response > 1.0", 1), meters::meter)).contains("p95(latency.response)");
    }

    @Test
    void aBurnRateIsTheShareOfFailuresOverTheShareAllowed() {
        for (int i = 0; i < 600; i++) {
            meters.counter(Meters.REQUESTS, Outcome.OK.label()).add(80);
            meters.counter(Meters.REQUESTS, Outcome.FAILED.label()).add(20);
            frame(judge(rule("true", 1)));
        }
        assertThat(burn.over(Duration.ofMinutes(5), 99)).isCloseTo(20, org.assertj.core.data.Offset.offset(1e-6));
        assertThat(new BurnRate().over(Duration.ofHours(1), 99)).isNaN();
    }

    @Test
    void theDefaultRulesAreQuietOnAnIdleNode() {
        meters.gauge(Meters.MEMORY, () -> 20, "host");
        meters.gauge(Meters.HOST_CPU, () -> 5);
        meters.gauge(Meters.CACHE_ENTRIES, () -> 0);
        meters.counter(Meters.ARRIVALS);
        meters.gauge(Meters.ARENA_RESERVED, () -> 1e9);
        meters.gauge(Meters.ARENA_USED, () -> 1e7);
        Judge judge = judge(RuleFile.defaults().toArray(AlertRule[]::new));
        for (int i = 0; i < 200; i++) {
            now = now.plus(SECOND);
            assertThat(judge.judge(meters.close(i, now, SECOND)).stream().flatMap(one -> one.verdicts().stream())).noneMatch(Verdict::on);
        }
        assertThat(RuleFile.defaults()).hasSizeGreaterThanOrEqualTo(10);
    }

    @Test
    void aFileThatIsWrongIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> RuleFile.read("rules:\n  - id: a\n    condition: 'memory.percent >'\n")).hasMessageContaining("rule a")
                .hasMessageContaining("line 1");
        assertThatThrownBy(() -> RuleFile.read("rules:\n  - id: a\n    condition: true\n    nonsense: 1\n"))
                .hasMessageContaining("nonsense");
        assertThatThrownBy(() -> RuleFile.read("rules:\n  - id: a\n    condition: 'rate(serve.arrivals, \"2d\") > 1.0'\n"))
                .hasMessageContaining("more than an hour");
        assertThat(RuleFile.read(RuleFile.write(new RuleFile.Content(RuleFile.defaults(), List.of()))).rules())
                .isEqualTo(RuleFile.defaults());
    }
}
