package gpudyno.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gpudyno.model.load.RunPart;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.RunTally;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Slo;
import gpudyno.model.load.Workload;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class MergedRunTest {
    private static final Duration WARMUP = Duration.ofSeconds(1);
    private static final List<Slo> BOUNDS = Slo.parse("p95=30ms");

    private static LoadPlan plan(Scenario scenario) {
        return LoadPlan.of(URI.create("http://127.0.0.1/"), RequestSource.same(new byte[0]), scenario, WARMUP, 42).withSlos(BOUNDS);
    }

    /// A server's answer to the n-th request of a schedule.
    private static long took(SplittableRandom random) {
        return (long) (20e6 * Math.exp(0.8 * random.nextGaussian()));
    }

    @Test
    void sharesAddUpToTheRunThatOneGeneratorWouldHaveMade() {
        Scenario scenario = new Scenario.Step(100, 100, Duration.ofSeconds(4), 300);
        List<RunStatistics> parts = List.of(new RunStatistics(plan(scenario)), new RunStatistics(plan(scenario)),
                new RunStatistics(plan(scenario)));
        RunStatistics whole = new RunStatistics(plan(scenario));
        FireTimes times = FireTimes.of(scenario, WARMUP, 42);
        SplittableRandom random = new SplittableRandom(7);
        List<Long> raw = new ArrayList<>();
        long[] sent = new long[parts.size()];
        int number = 0;
        for (long at = times.next(); at < Long.MAX_VALUE; at = times.next(), number++) {
            LoadRun.Request request = new LoadRun.Request(at, at >= WARMUP.toNanos(), new Body(new byte[0], 0));
            long took = took(random);
            RunStatistics part = parts.get(number % parts.size());
            for (RunStatistics one : List.of(part, whole)) {
                one.offered(request, 1000);
                one.correct(request, took + 1000, took, null, 1000);
            }
            if (request.measured()) {
                raw.add(took + 1000);
                sent[number % parts.size()]++;
            }
        }
        RunStatistics.End end = new RunStatistics.End(1, 12, 12, 5, false, null, List.of(), null);
        RunReport alone = whole.report(end);
        parts.forEach(part -> part.report(end));
        RunReport merged = MergedRun.report(scenario, WARMUP, Workload.DEFAULT, BOUNDS,
                parts.stream().map(part -> part.tally(end, true)).toList());

        long[] sorted = raw.stream().mapToLong(Long::longValue).sorted().toArray();
        double p99 = sorted[(int) Math.ceil(0.99 * sorted.length) - 1] / 1e6;
        assertThat(Objects.requireNonNull(merged.latency().intended()).p99()).isCloseTo(p99, within(p99 / 100))
                .isEqualTo(Objects.requireNonNull(alone.latency().intended()).p99());
        assertThat(merged.offered()).isEqualTo(alone.offered());
        assertThat(merged.goodput()).isEqualTo(alone.goodput());
        assertThat(merged.slo()).isEqualTo(alone.slo());
        assertThat(merged.steps()).isEqualTo(alone.steps());
        assertThat(merged.latency()).isEqualTo(alone.latency());
        assertThat(Objects.requireNonNull(merged.course()).percentiles())
                .isEqualTo(Objects.requireNonNull(alone.course()).percentiles());
        assertThat(MergedRun.planned(scenario, WARMUP, 42, 3)).isEqualTo(sent).satisfies(
                planned -> assertThat(Arrays.stream(planned).sum()).isEqualTo(raw.size()));
    }

    @Test
    void eachArrivalBelongsToOneGenerator() {
        List<RunPart> parts = List.of(new RunPart(0, 3, null), new RunPart(1, 3, null), new RunPart(2, 3, null));
        for (long arrival = 0; arrival < 10; arrival++) {
            long number = arrival;
            assertThat(parts.stream().filter(part -> part.sends(number))).hasSize(1);
        }
        assertThatThrownBy(() -> new RunPart(3, 3, null)).hasMessageContaining("index 3 of 3");
        assertThatThrownBy(() -> plan(new Scenario.Constant(5, Duration.ofSeconds(1))).withRequests(10).sharing(new RunPart(0, 2, null)))
                .hasMessageContaining("durations");
    }

    @Test
    void aHostileTallyTakesNoMemory() {
        Histogram huge = new Histogram(1, Long.MAX_VALUE / 4, 5);
        huge.recordValue(1);
        ByteBuffer buffer = ByteBuffer.allocate(huge.getNeededByteBufferCapacity());
        int length = huge.encodeIntoCompressedByteBuffer(buffer);
        String text = Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
        Histogram own = new Histogram(RunStatistics.MAX_MICROS, 3);
        assertThatThrownBy(() -> EncodedHistogram.add(text, own)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("larger than any");
        assertThatThrownBy(() -> EncodedHistogram.add("AAAA", own)).isInstanceOf(IllegalArgumentException.class);
        RunTally.Column column = new RunTally.Column("nonsense!", "", 0, 0, 0);
        assertThatThrownBy(() -> CourseStatistics.merged(List.of(new RunTally(true, 1, 1, 0, 0, 0, 0, "", "", "",
                new RunReport.Errors(0, 0, java.util.Map.of()), null, 1, List.of(column), List.of(), List.of(), false))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
