package gpudyno.load;

import gpudyno.model.load.RunReport;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Slo;
import gpudyno.model.load.SloVerdict;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// The measurements of a run up to a moment, ready for the report.
///
/// @param intended and `service`, `lag`: microseconds
/// @param good answers that kept all bounds
record Measured(LoadPlan plan, Histogram intended, Histogram service, Histogram lag, Failures failures, TokenStatistics tokens,
        CourseStatistics.Told course, long offered, long good) {
    /// @param samples the first words of each kind
    /// @param resent requests sent a second time
    record Failures(long count, Map<String, Long> byKind, Map<String, String> samples, long resent) {}

    /// A client that sends late makes the server look worse than it is. Above this p99 lag, in milliseconds, the run is marked.
    private static final double CLIENT_LIMITED_LAG_MILLIS = 10;

    RunReport report(RunStatistics.End end, RunReport.@Nullable Steps steps, RunReport.Findings findings) {
        long correct = intended.getTotalCount();
        long finished = correct + failures.count;
        RunReport.Errors errorReport = new RunReport.Errors(failures.count, finished == 0 ? 0 : 100.0 * failures.count / finished,
                failures.byKind, failures.samples, failures.resent);
        RunReport.Lag lagReport = new RunReport.Lag(RunStatistics.millis(lag, 50), RunStatistics.millis(lag, 99),
                lag.getMaxValue() / 1000.0);
        boolean openModel = !(plan.scenario() instanceof Scenario.ClosedLoop);
        RunReport bare = new RunReport(plan.scenario().name(), plan.seed(), end.offeredSeconds(), end.warmupSeconds(),
                new RunReport.Rate(offered / end.offeredSeconds(), offered), new RunReport.Rate(correct / end.achievedSeconds(), correct),
                openModel && lagReport.p99() > CLIENT_LIMITED_LAG_MILLIS, lagReport,
                new RunReport.BothClocks(RunStatistics.summary(intended), RunStatistics.summary(service)), tokens.timeToFirstToken(),
                tokens.timePerOutputToken(), tokens.interTokenLatency(), tokens.chunkGap(), tokens.counts(end.achievedSeconds()),
                errorReport, goodput(end.achievedSeconds()), List.of(), null, steps, findings,
                course.report(intended, service, end.scraped()), end.conversations(), end.generatorCpuPercent(), end.interrupted());
        List<SloVerdict> verdicts = plan.slos().stream().map(slo -> slo.judge(bare)).toList();
        return bare.withVerdicts(verdicts);
    }

    /// The denominator includes late and failed requests.
    private RunReport.@Nullable Goodput goodput(double seconds) {
        return plan.slos().stream().noneMatch(Slo::isOfOneRequest)
                ? null
                : new RunReport.Goodput(good / seconds, offered == 0 ? 0 : 100.0 * good / offered);
    }
}
