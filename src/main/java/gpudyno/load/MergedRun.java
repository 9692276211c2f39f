package gpudyno.load;

import gpudyno.model.load.RunReport;
import gpudyno.model.load.RunTally;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Slo;
import gpudyno.model.load.Workload;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// One run that several generators sent together. Counts add up and histograms merge, so every percentile is that of all requests; no
/// percentile is made of percentiles.
public final class MergedRun {
    private final LoadPlan plan;
    private final List<RunTally> tallies;

    private MergedRun(LoadPlan plan, List<RunTally> tallies) {
        this.plan = plan;
        this.tallies = tallies;
    }

    /// @param scenario the whole one
    /// @param tallies at least one
    /// @throws IllegalArgumentException if a tally cannot be read
    public static RunReport report(Scenario scenario, Duration warmup, Workload workload, List<Slo> bounds, List<RunTally> tallies) {
        LoadPlan plan = LoadPlan.of(URI.create("http://127.0.0.1"), RequestSource.same(new byte[0]), scenario, warmup, workload.seed())
                .withSlos(bounds);
        return new MergedRun(plan, tallies).report();
    }

    /// Requests of the measured schedule that each generator is to send.
    ///
    /// @return null where the scenario has no schedule
    public static long @Nullable [] planned(Scenario scenario, Duration warmup, long seed, int generators) {
        if (scenario instanceof Scenario.ClosedLoop || scenario instanceof Scenario.FindMax) {
            return null;
        }
        long[] planned = new long[generators];
        FireTimes times = FireTimes.of(scenario, warmup, seed);
        long end = warmup.plus(scenario.duration()).toNanos();
        int turn = 0;
        for (long at = times.next(); at < end; at = times.next()) {
            planned[turn] += at >= warmup.toNanos() ? 1 : 0;
            turn = (turn + 1) % generators;
        }
        return planned;
    }

    private RunReport report() {
        Histogram intended = new Histogram(RunStatistics.MAX_MICROS, 3);
        Histogram service = new Histogram(RunStatistics.MAX_MICROS, 3);
        Histogram lag = new Histogram(RunStatistics.MAX_MICROS, 3);
        TokenStatistics tokens = new TokenStatistics();
        for (RunTally tally : tallies) {
            EncodedHistogram.add(tally.latency(), intended);
            EncodedHistogram.add(tally.service(), service);
            EncodedHistogram.add(tally.lag(), lag);
            if (tally.tokens() != null) {
                tokens.add(tally.tokens());
            }
        }
        CourseStatistics course = CourseStatistics.merged(tallies);
        RunStatistics.End end = end();
        Measured merged = new Measured(plan, intended, service, lag, failures(), tokens, course.tell(),
                tallies.stream().mapToLong(RunTally::offered).sum(), tallies.stream().mapToLong(RunTally::good).sum());
        IntendedWindows windows = windows();
        RunReport.Steps steps = windows != null && plan.scenario() instanceof Scenario.Step step
                ? StepStatistics.report(step, windows, plan.slos())
                : null;
        RunReport.Recovery recovery = windows != null && plan.scenario() instanceof Scenario.Spike spike
                ? SpikeStatistics.report(spike, windows, plan.slos())
                : null;
        List<RunReport.Drift> drift = plan.scenario() instanceof Scenario.Soak ? course.drift(end.warmupSeconds()) : List.of();
        List<String> notes = tallies.stream().flatMap(tally -> tally.notes().stream()).distinct().toList();
        return merged.report(end, steps, new RunReport.Findings(recovery, drift.isEmpty() ? null : drift, course.saturation(), null,
                notes.isEmpty() ? null : notes));
    }

    /// The schedule is one, so its length is that of the generator which followed it longest; the load of processors is that of all.
    private RunStatistics.End end() {
        return new RunStatistics.End(most(RunTally::warmupSeconds), most(RunTally::seconds), most(RunTally::achievedSeconds),
                most(RunTally::generatorCpuPercent), tallies.stream().anyMatch(RunTally::interrupted), null, List.of(), null);
    }

    private double most(java.util.function.ToDoubleFunction<RunTally> figure) {
        return tallies.stream().mapToDouble(figure).max().orElseThrow();
    }

    private Measured.Failures failures() {
        Map<String, Long> kinds = new TreeMap<>();
        Map<String, String> samples = new TreeMap<>();
        for (RunTally tally : tallies) {
            tally.errors().byKind().forEach((kind, count) -> kinds.merge(kind, count, Long::sum));
            tally.errors().samples().forEach(samples::putIfAbsent);
        }
        Stream<RunReport.Errors> each = tallies.stream().map(RunTally::errors);
        return new Measured.Failures(tallies.stream().mapToLong(tally -> tally.errors().total()).sum(), kinds, samples,
                each.mapToLong(RunReport.Errors::resent).sum());
    }

    private @Nullable IntendedWindows windows() {
        IntendedWindows windows = RunStatistics.windows(plan);
        if (windows != null) {
            tallies.forEach(tally -> windows.add(tally.windows()));
        }
        return windows;
    }
}
