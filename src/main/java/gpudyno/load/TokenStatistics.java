package gpudyno.load;

import gpudyno.model.load.LatencySummary;
import gpudyno.model.load.RunReport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Streamed answers of a run, in constant memory. One writer, the event loop.
final class TokenStatistics {
    private final Histogram firstIntended = new Histogram(RunStatistics.MAX_MICROS, 3);
    private final Histogram firstService = new Histogram(RunStatistics.MAX_MICROS, 3);
    private final Histogram perToken = new Histogram(RunStatistics.MAX_MICROS, 3);
    private final Histogram gaps = new Histogram(RunStatistics.MAX_MICROS, 3);
    private long input;
    private long output;
    private boolean estimated;

    void add(@Nullable TokenStream answer, long serviceNanos, long waitedNanos) {
        if (answer == null) {
            return;
        }
        firstService.recordValue(RunStatistics.micros(answer.firstOutputNanos()));
        firstIntended.recordValue(RunStatistics.micros(answer.firstOutputNanos() + waitedNanos));
        double each = answer.nanosPerOutputToken(serviceNanos);
        if (!Double.isNaN(each)) {
            perToken.recordValue(RunStatistics.micros(Math.round(each)));
        }
        gaps.add(answer.gaps());
        input += answer.inputTokens();
        output += answer.outputTokens();
        estimated |= !answer.counted();
    }

    RunReport.@Nullable BothClocks timeToFirstToken() {
        return firstService.getTotalCount() == 0
                ? null
                : new RunReport.BothClocks(RunStatistics.summary(firstIntended), RunStatistics.summary(firstService));
    }

    @Nullable
    LatencySummary timePerOutputToken() {
        return RunStatistics.summary(perToken);
    }

    @Nullable
    LatencySummary chunkGap() {
        return RunStatistics.summary(gaps);
    }

    RunReport.@Nullable Tokens counts(double seconds) {
        return firstService.getTotalCount() == 0 ? null : new RunReport.Tokens(input, output, output / seconds, estimated);
    }
}
