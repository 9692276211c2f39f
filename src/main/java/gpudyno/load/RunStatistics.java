package gpudyno.load;

import gpudyno.model.load.LatencySummary;
import gpudyno.model.load.RunCourse;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.RunTally;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Slo;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// What a run has measured so far, in constant memory. One writer, the event loop; read after the run, or on the loop.
final class RunStatistics {
    /// The most kinds of error that are counted separately, because a server may send any text.
    private static final int MAX_KINDS = 64;
    static final long MAX_MICROS = TimeUnit.HOURS.toMicros(1);

    /// When the run ended, and how.
    ///
    /// @param warmupSeconds as it was, not as it was allowed to be
    /// @param offeredSeconds of the measured schedule
    /// @param achievedSeconds to the last answer, where that came later
    record End(double warmupSeconds, double offeredSeconds, double achievedSeconds, double generatorCpuPercent, boolean interrupted,
            @Nullable String aborted, List<RunCourse.Scraped> scraped, RunReport.@Nullable Conversations conversations) {}

    private final Histogram intended = new Histogram(MAX_MICROS, 3);
    private final Histogram service = new Histogram(MAX_MICROS, 3);
    private final Histogram lag = new Histogram(MAX_MICROS, 3);
    private final Map<String, Long> errors = new TreeMap<>();
    private final Map<String, String> samples = new TreeMap<>();
    private final LoadPlan plan;
    private final List<Slo> slos;
    private final @Nullable IntendedWindows windows;
    private final TokenStatistics tokens = new TokenStatistics();
    private final CourseStatistics course;
    private final SaturationDetector saturation = new SaturationDetector();
    private long good;
    private long offered;
    private long answers;
    private long errorCount;
    private long resent;
    private final Histogram secondIntended = new Histogram(MAX_MICROS, 2);
    private final Histogram secondService = new Histogram(MAX_MICROS, 2);
    private final Histogram secondFirst = new Histogram(MAX_MICROS, 2);
    private final Histogram secondLag = new Histogram(MAX_MICROS, 2);
    private long secondOffered;
    private long secondErrors;

    RunStatistics(LoadPlan plan) {
        this.plan = plan;
        slos = plan.slos();
        course = new CourseStatistics(plan.warmup().most().plus(plan.scenario().duration()).toSeconds() + 1);
        windows = windows(plan);
    }

    /// The windows that a scenario is judged by; null for one that is judged as a whole.
    static @Nullable IntendedWindows windows(LoadPlan plan) {
        long warmup = plan.warmup().most().toNanos();
        return switch (plan.scenario()) {
            case Scenario.Step step -> StepStatistics.windows(step, warmup);
            case Scenario.Spike spike -> SpikeStatistics.windows(spike, warmup);
            default -> null;
        };
    }

    static long micros(long nanos) {
        return Math.clamp(nanos / 1000, 0, MAX_MICROS);
    }

    /// @param lateNanos how long after its intended time the generator took the request up
    void offered(LoadRun.Request request, long lateNanos) {
        secondOffered++;
        secondLag.recordValue(micros(lateNanos));
        if (request.measured()) {
            offered++;
            lag.recordValue(micros(lateNanos));
            if (windows != null) {
                windows.offered(request.intended());
            }
        }
    }

    /// @param output what was read in the answer; null where nothing was looked for
    /// @param waitedNanos from the intended to the actual send
    void correct(LoadRun.Request request, long intendedNanos, long serviceNanos, @Nullable Answer output, long waitedNanos) {
        answers++;
        secondIntended.recordValue(micros(intendedNanos));
        secondService.recordValue(micros(serviceNanos));
        long firstOutput = output == null || output.firstOutputNanos() < 0 ? -1 : output.firstOutputNanos() + waitedNanos;
        if (firstOutput >= 0) {
            secondFirst.recordValue(micros(firstOutput));
        }
        if (!request.measured()) {
            return;
        }
        intended.recordValue(micros(intendedNanos));
        service.recordValue(micros(serviceNanos));
        if (output != null && output.hasTokens()) {
            tokens.add(output, request.body().estimatedInputTokens(), serviceNanos, waitedNanos);
        }
        if (windows != null) {
            windows.correct(request.intended(), intendedNanos, firstOutput);
        }
        if (keepsAll(intendedNanos, serviceNanos, waitedNanos, output)) {
            good++;
        }
    }

    private boolean keepsAll(long intendedNanos, long serviceNanos, long waitedNanos, @Nullable Answer output) {
        for (Slo slo : slos) {
            if (!keeps(slo, intendedNanos, serviceNanos, waitedNanos, output)) {
                return false;
            }
        }
        return true;
    }

    /// Whether one correct answer keeps the bound; a percentile's bound is asked of each.
    private static boolean keeps(Slo slo, long intendedNanos, long serviceNanos, long waitedNanos, @Nullable Answer output) {
        if (!slo.isOfOneRequest()) {
            return true;
        }
        double nanos = intendedNanos;
        if (slo.meter().startsWith("ttft.")) {
            nanos = output == null || output.firstOutputNanos() < 0 ? Double.NaN : output.firstOutputNanos() + waitedNanos;
        } else if (slo.meter().startsWith("tpot.")) {
            nanos = output == null ? Double.NaN : output.nanosPerOutputToken(serviceNanos);
        }
        return nanos <= slo.bound() * 1e6;
    }

    /// @param why for people; kept for the first error of its kind
    void error(LoadRun.Request request, String kind, String why) {
        secondErrors++;
        if (request.measured()) {
            count(kind, why);
        }
    }

    private void count(String kind, String why) {
        errorCount++;
        String counted = errors.size() < MAX_KINDS || errors.containsKey(kind) ? kind : "other";
        if (errors.merge(counted, 1L, Long::sum) == 1) {
            String sample = shortened(plan.endpoint().withoutSecrets(why));
            if (!sample.isEmpty() && !sample.equals("null")) {
                samples.put(counted, sample);
            }
        }
    }

    /// Makes one line without control characters.
    private static String shortened(String text) {
        String line = text.replaceAll("[\\s\\p{Cntrl}\\uFFFD]+", " ").strip();
        return line.length() <= RunReport.Errors.LONGEST_SAMPLE ? line : line.substring(0, RunReport.Errors.LONGEST_SAMPLE - 1) + "…";
    }

    /// An answer to no request. It counts in the warm-up too: from then on no count of answers can be trusted.
    void unasked(String why) {
        secondErrors++;
        count(ErrorKind.UNASKED,
                "the peer answers more often than it is asked, so correct answers may be fewer than counted; after: " + why);
    }

    void resent() {
        resent++;
    }

    private Measured.Failures failures() {
        return new Measured.Failures(errorCount, Map.copyOf(errors), Map.copyOf(samples), resent);
    }

    Histogram latencyFromIntended() {
        return intended;
    }

    boolean sawAnswers() {
        return answers > 0;
    }

    SecondSample closeSecond(int second, int inFlight) {
        boolean answered = secondIntended.getTotalCount() > 0;
        SecondSample sample = new SecondSample(second, secondOffered, secondIntended.getTotalCount(), secondErrors, inFlight,
                answered ? millis(secondIntended, 50) : Double.NaN, answered ? millis(secondIntended, 95) : Double.NaN,
                answered ? millis(secondIntended, 99) : Double.NaN, answered ? millis(secondService, 95) : Double.NaN,
                secondFirst.getTotalCount() > 0 ? millis(secondFirst, 50) : Double.NaN);
        course.add(secondIntended, secondLag, secondOffered, secondErrors, inFlight);
        saturation.add(sample);
        secondIntended.reset();
        secondService.reset();
        secondFirst.reset();
        secondLag.reset();
        secondOffered = 0;
        secondErrors = 0;
        return sample;
    }

    RunReport report(End end) {
        if (secondOffered > 0 || secondErrors > 0 || secondIntended.getTotalCount() > 0) {
            course.add(secondIntended, secondLag, secondOffered, secondErrors, 0);
        }
        RunReport.Steps steps = plan.scenario() instanceof Scenario.Step step
                ? StepStatistics.report(step, Objects.requireNonNull(windows), slos)
                : null;
        return new Measured(plan, intended, service, lag, failures(), tokens, course.tell(), offered, good).report(end, steps,
                findings(end));
    }

    /// A copy of the present state, for a report by another thread. Copying a histogram takes some tens of microseconds.
    Measured standing() {
        return new Measured(plan, intended.copy(), service.copy(), lag.copy(), failures(), tokens.copy(), course.tell(), offered, good);
    }

    /// What has been measured, to be added to what other generators have; on the loop, or once the run has ended.
    RunTally tally(End end, boolean ended) {
        Measured.Failures failed = failures();
        long finished = intended.getTotalCount() + failed.count();
        return new RunTally(ended, end.offeredSeconds, end.achievedSeconds, end.warmupSeconds, end.generatorCpuPercent, offered, good,
                EncodedHistogram.of(intended), EncodedHistogram.of(service), EncodedHistogram.of(lag),
                new RunReport.Errors(failed.count(), finished == 0 ? 0 : 100.0 * failed.count() / finished, failed.byKind(),
                        failed.samples(), failed.resent()),
                tokens.tally(), course.columnSeconds(), course.tally(), windows == null ? List.of() : windows.tally(),
                plan.source().notes(), end.interrupted);
    }

    RunReport.@Nullable Saturation saturation() {
        return saturation.seen();
    }

    private RunReport.Findings findings(End end) {
        RunReport.Recovery recovery = plan.scenario() instanceof Scenario.Spike spike
                ? SpikeStatistics.report(spike, Objects.requireNonNull(windows), slos)
                : null;
        List<RunReport.Drift> drift = plan.scenario() instanceof Scenario.Soak ? course.drift(end.warmupSeconds) : List.of();
        return new RunReport.Findings(recovery, drift.isEmpty() ? null : drift, saturation.seen(), end.aborted,
                plan.source().notes().isEmpty() ? null : plan.source().notes());
    }

    static double millis(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1000.0;
    }

    static @Nullable LatencySummary summary(Histogram micros) {
        if (micros.getTotalCount() == 0) {
            return null;
        }
        return new LatencySummary(micros.getMean() / 1000, millis(micros, 50), millis(micros, 90), millis(micros, 95), millis(micros, 99),
                millis(micros, 99.9), micros.getMaxValue() / 1000.0);
    }
}
