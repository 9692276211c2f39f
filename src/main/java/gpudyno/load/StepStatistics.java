package gpudyno.load;

import gpudyno.model.load.RunReport;
import gpudyno.model.load.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// What each step of a step scenario saw. A request belongs to the step its intended time falls into, however late its answer came. One
/// writer, the event loop.
final class StepStatistics {
    private final Scenario.Step scenario;
    private final long warmupNanos;
    private final Histogram[] latency;
    private final long[] offered;

    StepStatistics(Scenario.Step scenario, Duration warmup) {
        this.scenario = scenario;
        warmupNanos = warmup.toNanos();
        latency = new Histogram[scenario.steps()];
        offered = new long[latency.length];
        for (int i = 0; i < latency.length; i++) {
            latency[i] = new Histogram(1, RunStatistics.MAX_MICROS, 2);
        }
    }

    void offered(long intended) {
        offered[step(intended)]++;
    }

    void correct(long intended, long latencyNanos) {
        latency[step(intended)].recordValue(RunStatistics.micros(latencyNanos));
    }

    private int step(long intended) {
        return Math.clamp((intended - warmupNanos) / scenario.hold().toNanos(), 0, latency.length - 1);
    }

    /// The steps that were offered anything, and the first that missed a bound. Bounds on TTFT, TPOT and goodput are judged of the run alone.
    RunReport.Steps report(List<Slo> slos) {
        List<RunReport.Step> each = new ArrayList<>();
        RunReport.Step broken = null;
        String binding = null;
        for (int i = 0; i < latency.length && offered[i] > 0; i++) {
            double errors = 100.0 * (offered[i] - latency[i].getTotalCount()) / offered[i];
            RunReport.Step step = new RunReport.Step(scenario.start() + i * scenario.increment(), offered[i], errors,
                    RunStatistics.summary(latency[i]));
            each.add(step);
            Slo missed = broken == null ? missed(slos, step) : null;
            if (missed != null) {
                broken = step;
                binding = missed.meter();
            }
        }
        return new RunReport.Steps(each, broken == null ? null : broken.rate(), binding);
    }

    private static @Nullable Slo missed(List<Slo> slos, RunReport.Step step) {
        return slos.stream().filter(slo -> slo.isMissedBy(step.latency(), step.errorsPercent())).findFirst().orElse(null);
    }
}
