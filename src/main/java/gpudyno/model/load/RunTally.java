package gpudyno.model.load;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one generator has measured, in a form that adds up with what others have: counts and histograms instead of percentiles. Figures
/// exclude the warm-up, but for the columns.
///
/// @param ended whether the run is over
/// @param seconds that the generator's measured schedule took
/// @param achievedSeconds likewise, to its last answer where that came later
/// @param warmupSeconds before them
/// @param offered requests sent
/// @param good answers that kept every bound on one request
/// @param latency from the intended send time, microseconds; like every histogram here in the compressed form of HdrHistogram, as Base64
/// @param service latency from the actual send time
/// @param lag how late requests left the generator
/// @param errors as in the report
/// @param tokens null where no answer was made of tokens
/// @param columnSeconds length of each column
/// @param columns in order of time
/// @param windows of a step or a spike scenario; empty in others
/// @param notes what was taken for granted
/// @param interrupted stopped before its end
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunTally(boolean ended, double seconds, double achievedSeconds, double warmupSeconds, double generatorCpuPercent,
        long offered,
        long good, String latency, String service, String lag, RunReport.Errors errors, @Nullable Tokens tokens, int columnSeconds,
        List<Column> columns, List<Window> windows, List<String> notes, boolean interrupted) {
    /// @param timesToFirst to the first output, from the intended and from the actual send time
    /// @param counted answers whose prompts the server counted
    /// @param countedInput tokens of those prompts together
    public record Tokens(String timesToFirst, String serviceToFirst, String perToken, String gaps, String tokenGaps, long answers,
            long counted,
            long countedInput, long shortest, long longest, long input, long output, boolean estimated) {}

    /// One stretch of time; see [RunCourse.Column].
    public record Column(String latency, String lag, long offered, long errors, int inFlight) {}

    /// Figures of the requests that were due in one stretch of time.
    public record Window(long offered, String latency, String firstOutput) {}
}
