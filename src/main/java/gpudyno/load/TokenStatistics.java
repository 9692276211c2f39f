package gpudyno.load;

import gpudyno.model.load.LatencySummary;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.RunTally;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Statistics of a run's answers that are made of tokens, in constant memory. One writer, the event loop.
final class TokenStatistics {
    private final Histogram firstIntended;
    private final Histogram firstService;
    private final Histogram perToken;
    private final Histogram gaps;
    private final Histogram tokenGaps;
    private long answers;
    private long counted;
    private long countedInput;
    private long shortest = Long.MAX_VALUE;
    private long longest;
    private long input;
    private long output;
    private boolean estimated;

    TokenStatistics() {
        firstIntended = new Histogram(RunStatistics.MAX_MICROS, 3);
        firstService = new Histogram(RunStatistics.MAX_MICROS, 3);
        perToken = new Histogram(RunStatistics.MAX_MICROS, 3);
        gaps = new Histogram(RunStatistics.MAX_MICROS, 3);
        tokenGaps = new Histogram(RunStatistics.MAX_MICROS, 3);
    }

    private TokenStatistics(TokenStatistics other) {
        firstIntended = other.firstIntended.copy();
        firstService = other.firstService.copy();
        perToken = other.perToken.copy();
        gaps = other.gaps.copy();
        tokenGaps = other.tokenGaps.copy();
        answers = other.answers;
        counted = other.counted;
        countedInput = other.countedInput;
        shortest = other.shortest;
        longest = other.longest;
        input = other.input;
        output = other.output;
        estimated = other.estimated;
    }

    /// A copy of the present state for another thread; without answers there is nothing to copy.
    TokenStatistics copy() {
        return answers == 0 ? new TokenStatistics() : new TokenStatistics(this);
    }

    /// @param estimatedInput tokens the prompt was made to have, for a server that counts none
    void add(Answer answer, int estimatedInput, long serviceNanos, long waitedNanos) {
        answers++;
        input += answer.inputTokens() >= 0 ? answer.inputTokens() : estimatedInput;
        output += answer.outputTokens();
        estimated |= !answer.counted();
        if (answer.inputTokens() >= 0) {
            counted++;
            countedInput += answer.inputTokens();
            shortest = Math.min(shortest, answer.inputTokens());
            longest = Math.max(longest, answer.inputTokens());
        }
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

    /// Null without answers made of tokens.
    RunTally.@Nullable Tokens tally() {
        return answers == 0
                ? null
                : new RunTally.Tokens(EncodedHistogram.of(firstIntended), EncodedHistogram.of(firstService), EncodedHistogram.of(perToken),
                        EncodedHistogram.of(gaps), EncodedHistogram.of(tokenGaps), answers, counted, countedInput, shortest, longest, input,
                        output, estimated);
    }

    /// Adds what another generator saw.
    void add(RunTally.Tokens other) {
        EncodedHistogram.add(other.timesToFirst(), firstIntended);
        EncodedHistogram.add(other.serviceToFirst(), firstService);
        EncodedHistogram.add(other.perToken(), perToken);
        EncodedHistogram.add(other.gaps(), gaps);
        EncodedHistogram.add(other.tokenGaps(), tokenGaps);
        answers += other.answers();
        counted += other.counted();
        countedInput += other.countedInput();
        shortest = Math.min(shortest, other.shortest());
        longest = Math.max(longest, other.longest());
        input += other.input();
        output += other.output();
        estimated |= other.estimated();
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
        return answers == 0
                ? null
                : new RunReport.Tokens(input, output, output / seconds, estimated,
                        counted == 0 ? null : new RunReport.PromptLengths(shortest, (double) countedInput / counted, longest));
    }
}
