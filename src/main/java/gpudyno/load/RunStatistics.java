package gpudyno.load;

import gpudyno.model.load.LatencySummary;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.SloVerdict;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// What a run has measured so far, in constant memory. One writer, the event loop; read after the run, or on the loop.
final class RunStatistics {
    /// A late client understates the server: above this p99 lag, in milliseconds, the run is marked.
    private static final double CLIENT_LIMITED_LAG_MILLIS = 10;
    static final long MAX_MICROS = TimeUnit.HOURS.toMicros(1);

    private final Histogram intended = new Histogram(MAX_MICROS, 3);
    private final Histogram service = new Histogram(MAX_MICROS, 3);
    private final Histogram lag = new Histogram(MAX_MICROS, 3);
    private final Map<String, Long> errors = new TreeMap<>();
    private final List<Slo> slos;
    private final TokenStatistics tokens = new TokenStatistics();
    private long good;
    private long offered;
    private long errorCount;
    private final Histogram secondIntended = new Histogram(MAX_MICROS, 2);
    private final Histogram secondService = new Histogram(MAX_MICROS, 2);
    private long secondOffered;
    private long secondCorrect;
    private long secondErrors;

    RunStatistics(List<Slo> slos) {
        this.slos = slos;
    }

    static long micros(long nanos) {
        return Math.clamp(nanos / 1000, 0, MAX_MICROS);
    }

    /// @param lateNanos how long after its intended time the generator took the request up
    void offered(boolean measured, long lateNanos) {
        secondOffered++;
        if (measured) {
            offered++;
            lag.recordValue(micros(lateNanos));
        }
    }

    /// @param output what the answer's token stream told; null where it was none
    /// @param waitedNanos from the intended to the actual send
    void correct(boolean measured, long intendedNanos, long serviceNanos, @Nullable TokenStream output, long waitedNanos) {
        secondCorrect++;
        secondIntended.recordValue(micros(intendedNanos));
        secondService.recordValue(micros(serviceNanos));
        if (measured) {
            intended.recordValue(micros(intendedNanos));
            service.recordValue(micros(serviceNanos));
            tokens.add(output, serviceNanos, waitedNanos);
            if (slos.stream().allMatch(slo -> slo.keeps(intendedNanos, serviceNanos, waitedNanos, output))) {
                good++;
            }
        }
    }

    void error(boolean measured, String kind) {
        secondErrors++;
        if (measured) {
            errorCount++;
            errors.merge(kind, 1L, Long::sum);
        }
    }

    Histogram latencyFromIntended() {
        return intended;
    }

    boolean sawAnswers() {
        return intended.getTotalCount() > 0;
    }

    SecondSample closeSecond(int second, int inFlight) {
        boolean answered = secondIntended.getTotalCount() > 0;
        SecondSample sample = new SecondSample(second, secondOffered, secondCorrect, secondErrors, inFlight,
                answered ? millis(secondIntended, 50) : Double.NaN,
                answered ? millis(secondIntended, 95) : Double.NaN, answered ? millis(secondIntended, 99) : Double.NaN,
                answered ? millis(secondService, 95) : Double.NaN);
        secondIntended.reset();
        secondService.reset();
        secondOffered = 0;
        secondCorrect = 0;
        secondErrors = 0;
        return sample;
    }

    RunReport report(LoadPlan plan, double offeredSeconds, double achievedSeconds, @Nullable Double generatorCpuPercent,
            boolean interrupted) {
        long correct = intended.getTotalCount();
        long finished = correct + errorCount;
        RunReport.Errors errorReport = new RunReport.Errors(errorCount, finished == 0 ? 0 : 100.0 * errorCount / finished, errors);
        RunReport.Lag lagReport = new RunReport.Lag(millis(lag, 50), millis(lag, 99), lag.getMaxValue() / 1000.0);
        boolean openModel = !(plan.scenario() instanceof gpudyno.model.load.Scenario.ClosedLoop);
        RunReport bare = new RunReport(plan.scenario().name(), plan.seed(), offeredSeconds, plan.warmup().toMillis() / 1000.0,
                new RunReport.Rate(offered / offeredSeconds, offered), new RunReport.Rate(correct / achievedSeconds, correct),
                openModel && lagReport.p99() > CLIENT_LIMITED_LAG_MILLIS, lagReport,
                new RunReport.BothClocks(summary(intended), summary(service)), tokens.timeToFirstToken(), tokens.timePerOutputToken(),
                tokens.chunkGap(), tokens.counts(achievedSeconds), errorReport, goodput(achievedSeconds), List.of(), null, null,
                generatorCpuPercent, interrupted);
        return judged(bare, plan.slos());
    }

    /// Late and failed requests are in the denominator.
    private RunReport.@Nullable Goodput goodput(double seconds) {
        return slos.stream().noneMatch(Slo::isOfOneRequest)
                ? null
                : new RunReport.Goodput(good / seconds, offered == 0 ? 0 : 100.0 * good / offered);
    }

    private static RunReport judged(RunReport bare, List<Slo> slos) {
        List<SloVerdict> verdicts = slos.stream().map(slo -> slo.judge(bare)).toList();
        return bare.withVerdicts(verdicts);
    }

    private static double millis(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1000.0;
    }

    static @Nullable LatencySummary summary(Histogram micros) {
        if (micros.getTotalCount() == 0) {
            return null;
        }
        return new LatencySummary(micros.getMean() / 1000, millis(micros, 50), millis(micros, 90), millis(micros, 95), millis(micros, 99),
                millis(micros, 99.9),
                micros.getMaxValue() / 1000.0);
    }
}
