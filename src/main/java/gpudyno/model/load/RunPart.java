package gpudyno.model.load;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The part of a run that one of several generators sends: of the whole schedule, every arrival whose number leaves `index` when divided by
/// `of`. All generators draw the same schedule from the same seed, so that what they send together is that schedule.
///
/// @param index 0 to `of - 1`
/// @param of generators of the run, 1 to [#MOST]
/// @param start when the clock of the run starts, by the clock of the machine that sends; null for at once
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunPart(int index, int of, @Nullable Instant start) {
    public static final int MOST = 100;
    /// The longest that a run waits for its start.
    public static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    /// The one generator of a usual run.
    public static final RunPart WHOLE = new RunPart(0, 1, null);

    public RunPart {
        if (of < 1 || of > MOST || index < 0 || index >= of) {
            throw new IllegalArgumentException(
                    "part: there are 1 to " + MOST + " generators, numbered from 0, got index " + index + " of " + of);
        }
    }

    /// Whether this generator sends an arrival of the schedule.
    ///
    /// @param arrival its number, from 0, warm-up included
    public boolean sends(long arrival) {
        return arrival % of == index;
    }
}
