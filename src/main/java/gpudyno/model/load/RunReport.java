package gpudyno.model.load;

import com.fasterxml.jackson.annotation.JsonIgnore;
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
/// @param itl time between output tokens, of answers whose every chunk was one token
/// @param steps of a step scenario
/// @param findings what the run's course showed
/// @param course how the run went over time, and its latency distribution
/// @param conversations where requests were turns of such
/// @param generatorCpuPercent processor time of the generator's own threads, of all cores
/// @param interrupted the run was stopped before its end; figures cover what ran
/// @param generators where several sent the load together; null where one did
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunReport(String scenario, long seed, double seconds, double warmupSeconds, Rate offered, Rate achieved,
        boolean clientLimited, Lag lag, BothClocks latency, @Nullable BothClocks ttft, @Nullable LatencySummary tpot,
        @Nullable LatencySummary itl, @Nullable LatencySummary chunkGap, @Nullable Tokens tokens, Errors errors, @Nullable Goodput goodput,
        List<SloVerdict> slo, @Nullable FoundMax findMax, @Nullable Steps steps, @Nullable Findings findings, @Nullable RunCourse course,
        @Nullable Conversations conversations, @Nullable Double generatorCpuPercent, boolean interrupted,
        @Nullable List<Generator> generators) {
    /// This report with the verdicts on stated bounds.
    public RunReport withVerdicts(List<SloVerdict> verdicts) {
        return with(verdicts, findMax, steps, findings, interrupted);
    }

    /// This report with the rate a search for the highest one found.
    public RunReport withFoundMax(FoundMax found) {
        return with(slo, found, steps, findings, interrupted);
    }

    /// This report, marked as one of a run that was stopped before its end.
    public RunReport asInterrupted() {
        return with(slo, findMax, steps, findings, true);
    }

    /// This report with what each step saw.
    public RunReport withSteps(@Nullable Steps seen) {
        return with(slo, findMax, seen, findings, interrupted);
    }

    /// This report with what its course showed.
    public RunReport withFindings(Findings found) {
        return with(slo, findMax, steps, found, interrupted);
    }

    /// This report, as several generators measured it together.
    public RunReport withGenerators(List<Generator> each) {
        return new RunReport(scenario, seed, seconds, warmupSeconds, offered, achieved, clientLimited, lag, latency, ttft, tpot, itl,
                chunkGap, tokens, errors, goodput, slo, findMax, steps, findings, course, conversations, generatorCpuPercent, interrupted,
                each);
    }

    /// This report without its course, which is most of its size.
    public RunReport withoutCourse() {
        return new RunReport(scenario, seed, seconds, warmupSeconds, offered, achieved, clientLimited, lag, latency, ttft, tpot, itl,
                chunkGap, tokens, errors, goodput, slo, findMax, steps, findings, null, conversations, generatorCpuPercent, interrupted,
                generators);
    }

    private RunReport with(List<SloVerdict> verdicts, @Nullable FoundMax max, @Nullable Steps seen, @Nullable Findings found,
            boolean partial) {
        return new RunReport(scenario, seed, seconds, warmupSeconds, offered, achieved, clientLimited, lag, latency, ttft, tpot, itl,
                chunkGap, tokens, errors, goodput, verdicts, max, seen, found, course, conversations, generatorCpuPercent, partial,
                generators);
    }

    /// As before runs had several generators.
    public RunReport(String scenario, long seed, double seconds, double warmupSeconds, Rate offered, Rate achieved, boolean clientLimited,
            Lag lag, BothClocks latency, @Nullable BothClocks ttft, @Nullable LatencySummary tpot, @Nullable LatencySummary itl,
            @Nullable LatencySummary chunkGap, @Nullable Tokens tokens, Errors errors, @Nullable Goodput goodput, List<SloVerdict> slo,
            @Nullable FoundMax findMax, @Nullable Steps steps, @Nullable Findings findings, @Nullable RunCourse course,
            @Nullable Conversations conversations, @Nullable Double generatorCpuPercent, boolean interrupted) {
        this(scenario, seed, seconds, warmupSeconds, offered, achieved, clientLimited, lag, latency, ttft, tpot, itl, chunkGap, tokens,
                errors, goodput, slo, findMax, steps, findings, course, conversations, generatorCpuPercent, interrupted, null);
    }

    /// One of several generators.
    ///
    /// @param name as the user named it
    /// @param planned requests of the schedule that were its to send; null where the scenario has no schedule
    /// @param offered requests it sent, as far as it was heard of
    /// @param notSent requests of its share that are not known to have been sent; null where the scenario has no schedule
    /// @param lag null where nothing was heard of it
    /// @param clockOffsetMillis its clock less this one's
    /// @param roundTripMillis of the message that the offset was taken of, the quickest; the offset is off by at most half of it
    /// @param lost why nothing was heard of it at the end; null where it was
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Generator(String name, @Nullable Long planned, long offered, @Nullable Long notSent, @Nullable Lag lag,
            boolean clientLimited,
            double clockOffsetMillis, double roundTripMillis, @Nullable String lost) {}

    /// Requests and requests per second; achieved counts correct answers only.
    public record Rate(double rate, long requests) {}

    public record Lag(double p50, double p99, double max) {}

    /// The same latency on two clocks: from the intended send time, which holds the wait for a late or blocked client, and from the actual
    /// one.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record BothClocks(@Nullable LatencySummary intended, @Nullable LatencySummary service) {}

    /// @param estimated true when the server sent no usage and counts were estimated
    /// @param prompts how long prompts were by the server's own count; null where it counted none
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Tokens(long input, long output, double rate, boolean estimated, @Nullable PromptLengths prompts) {
        public Tokens(long input, long output, double rate, boolean estimated) {
            this(input, output, rate, estimated, null);
        }
    }

    /// Tokens of a prompt, as the server counted them.
    public record PromptLengths(long least, double mean, long most) {}

    /// @param byKind counts by what went wrong, such as `timeout`, `status 503`, `connection reset`
    /// @param samples for a kind, the first words that say more: the server's own, or what this client saw; bounded
    /// @param resent requests that were sent a second time, as the connection kept open for them had ended before a byte of an answer came.
    ///        They are no errors by themselves
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Errors(@JsonInclude long total, @JsonInclude double percent, @JsonInclude Map<String, Long> byKind,
            Map<String, String> samples, @JsonInclude long resent) {
        /// Characters of a sample.
        public static final int LONGEST_SAMPLE = 300;

        @SuppressWarnings("ConstantValue") // Jackson passes null for a field that is not there.
        public Errors {
            byKind = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(byKind));
            samples = samples == null ? Map.of() : java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(samples));
        }

        public Errors(long total, double percent, Map<String, Long> byKind) {
            this(total, percent, byKind, Map.of(), 0);
        }
    }

    /// Whether requests ended and none of them with a correct answer.
    @JsonIgnore
    public boolean nothingCorrect() {
        return achieved.requests() == 0 && errors.total() > 0;
    }

    public record Goodput(double rate, double percent) {}

    /// Conversations of the whole run, its warm-up included. Those neither completed nor broken had turns to come when the run ended.
    ///
    /// @param broken off because a turn failed
    public record Conversations(long begun, long completed, long broken) {}

    /// The highest rate at which all bounds held.
    ///
    /// @param interval where the true one lies with 90 % probability
    /// @param binding the bound that limits it, null when none failed
    /// @param firstFailing the lowest rate probed that failed, null when none did
    /// @param probes in the order they were made
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FoundMax(double rate, List<Double> interval, @Nullable String binding, @Nullable Double firstFailing,
            List<Probe> probes) {}

    /// One probe of a search.
    ///
    /// @param rate requests per second asked for
    /// @param margin natural logarithm of the nearest bound's measured value over the bound; at most 0 where all held
    /// @param nearest that bound
    public record Probe(double rate, boolean held, double margin, String nearest) {}

    /// What a run's course showed.
    ///
    /// @param recovery of a spike, with bounds stated
    /// @param drift of a soak: p50 and p95 over time
    /// @param saturation where concurrency and time to the first output kept rising together; null where they did not
    /// @param aborted the rule that ended the run early
    /// @param notes what was taken for granted: the unit of a trace's times, how the lengths of prompts came about; null for nothing
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Findings(@Nullable Recovery recovery, @Nullable List<Drift> drift, @Nullable Saturation saturation,
            @Nullable String aborted, @Nullable List<String> notes) {
        /// Nothing to tell.
        public static final Findings NONE = new Findings(null, null, null, null);

        public Findings(@Nullable Recovery recovery, @Nullable List<Drift> drift, @Nullable Saturation saturation,
                @Nullable String aborted) {
            this(recovery, drift, saturation, aborted, null);
        }
    }

    /// @param seconds from the end of the peak until requests kept all bounds again and went on to; null when they did not before the end
    /// @param worst what was broken longest
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Recovery(@Nullable Double seconds, @Nullable String worst) {}

    /// A straight line through a figure over time.
    ///
    /// @param meter such as `p95`
    /// @param perHour its slope, milliseconds per hour
    /// @param interval 95 %, with the windows' autocorrelation allowed for
    /// @param significant the interval excludes 0
    public record Drift(String meter, double perHour, List<Double> interval, boolean significant) {}

    /// @param second of the run from which on the rise was seen, warm-up included
    /// @param rate offered then, per second
    public record Saturation(int second, double rate) {}

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
