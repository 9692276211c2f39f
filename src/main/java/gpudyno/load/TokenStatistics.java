package gpudyno.load;

import gpudyno.model.load.LatencySummary;
import gpudyno.model.load.RunReport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Answers made of tokens of a run, in constant memory. One writer, the event loop.
final class TokenStatistics {
    private final Histogram firstIntended = new Histogram(RunStatistics.MAX_MICROS, 3);
    private final Histogram firstService = new Histogram(RunStatistics.MAX_MICROS, 3);
    private final Histogram perToken = new Histogram(RunStatistics.MAX_MICROS, 3);
    private final Histogram gaps = new Histogram(RunStatistics.MAX_MICROS, 3);
    private final Histogram tokenGaps = new Histogram(RunStatistics.MAX_MICROS, 3);
    private long answers;
    private long input;
    private long output;
    private boolean estimated;

    /// @param estimatedInput tokens the prompt was made to have, for a server that counts none
    void add(Answer answer, int estimatedInput, long serviceNanos, long waitedNanos) {
        answers++;
        input += answer.inputTokens() >= 0 ? answer.inputTokens() : estimatedInput;
        output += answer.outputTokens();
        estimated |= !answer.counted();
        if (answer.firstOutputNanos() < 0) {
            return;
        }
        firstService.recordValue(RunStatistics.micros(answer.firstOutputNanos()));
        firstIntended.recordValue(RunStatistics.micros(answer.firstOutputNanos() + waitedNanos));
        double each = answer.nanosPerOutputToken(serviceNanos);
        if (!Double.isNaN(each)) {
            perToken.recordValue(RunStatistics.micros(Math.round(each)));
        }
        gaps.add(answer.gaps());
        if (answer.chunksAreTokens()) {
            tokenGaps.add(answer.gaps());
        }
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

    /// Of answers whose every chunk was one token by the server's own count.
    @Nullable
    LatencySummary interTokenLatency() {
        return RunStatistics.summary(tokenGaps);
    }

    RunReport.@Nullable Tokens counts(double seconds) {
        return answers == 0 ? null : new RunReport.Tokens(input, output, output / seconds, estimated);
    }
}
