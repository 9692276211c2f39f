package gpudyno.model.load;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one run offered and what came back. Milliseconds, percent and per second throughout; a part is absent (null) where it was not
/// measured. Figures exclude the warm-up.
///
/// @param clientLimited the generator itself could not keep its schedule, so the figures understate the server
/// @param lag how late requests left the generator after their intended time, in milliseconds
/// @param ttft time to the first non-empty output
/// @param tpot (end to end - TTFT) / (output tokens - 1), of answers whose tokens the server counted
/// @param chunkGap time between chunks of output; a chunk may hold several tokens
/// @param steps of a step scenario
/// @param generatorCpuPercent processor time of the generator's own threads, of all cores
/// @param interrupted the run was stopped before its end; figures cover what ran
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunReport(String scenario, long seed, double seconds, double warmupSeconds, Rate offered, Rate achieved,
        boolean clientLimited, Lag lag,
        BothClocks latency, @Nullable BothClocks ttft, @Nullable LatencySummary tpot, @Nullable LatencySummary chunkGap,
        @Nullable Tokens tokens, Errors errors,
        @Nullable Goodput goodput,
        List<SloVerdict> slo, @Nullable FoundMax findMax, @Nullable Steps steps, @Nullable Double generatorCpuPercent,
        boolean interrupted) {
    /// This report with the verdicts on stated bounds.
    public RunReport withVerdicts(List<SloVerdict> verdicts) {
        return new RunReport(scenario, seed, seconds, warmupSeconds, offered, achieved, clientLimited, lag, latency, ttft, tpot, chunkGap,
                tokens,
                errors, goodput, verdicts,
                findMax, steps, generatorCpuPercent, interrupted);
    }

    /// This report with the rate a search for the highest one found.
    public RunReport withFoundMax(FoundMax found) {
        return new RunReport(scenario, seed, seconds, warmupSeconds, offered, achieved, clientLimited, lag, latency, ttft, tpot, chunkGap,
                tokens,
                errors, goodput, slo, found,
                steps, generatorCpuPercent, interrupted);
    }

    /// This report, marked as one of a run that was stopped before its end.
    public RunReport asInterrupted() {
        return new RunReport(scenario, seed, seconds, warmupSeconds, offered, achieved, clientLimited, lag, latency, ttft, tpot, chunkGap,
                tokens,
                errors, goodput, slo, findMax, steps, generatorCpuPercent, true);
    }

    /// This report with what each step saw.
    public RunReport withSteps(Steps seen) {
        return new RunReport(scenario, seed, seconds, warmupSeconds, offered, achieved, clientLimited, lag, latency, ttft, tpot, chunkGap,
                tokens, errors, goodput, slo, findMax, seen, generatorCpuPercent, interrupted);
    }

    /// Requests and requests per second; achieved counts correct answers only.
    public record Rate(double rate, long requests) {}

    public record Lag(double p50, double p99, double max) {}

    /// The same latency on two clocks: from the intended send time, which holds the wait for a late or blocked client, and from the actual
    /// one.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record BothClocks(@Nullable LatencySummary intended, @Nullable LatencySummary service) {}

    /// @param estimated true when the server sent no usage and counts were estimated
    public record Tokens(long input, long output, double rate, boolean estimated) {}

    /// @param byKind counts by what went wrong, such as `timeout`, `status 503`, `connection reset`
    public record Errors(long total, double percent, Map<String, Long> byKind) {
        public Errors {
            byKind = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(byKind));
        }
    }

    public record Goodput(double rate, double percent) {}

    /// The highest rate at which all bounds held.
    ///
    /// @param interval the bracket it was found in: this rate, and the lowest one that did not hold
    /// @param binding the bound that failed first, null when none failed
    /// @param firstFailing the lowest rate probed that failed, null when none did
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FoundMax(double rate, List<Double> interval, @Nullable String binding, @Nullable Double firstFailing) {}

    /// One step.
    ///
    /// @param rate offered on average, per second
    /// @param offered requests that were
    /// @param errorsPercent of them without a correct answer
    /// @param latency of the correct ones, from the intended send time; null without any
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Step(double rate, long offered, double errorsPercent, @Nullable LatencySummary latency) {}

    /// @param breaksAt the breaking point: the rate of the first step that missed a bound; null when none did
    /// @param binding the bound it missed
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Steps(List<Step> each, @Nullable Double breaksAt, @Nullable String binding) {}
}
