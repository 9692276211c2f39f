package gpudyno.model.memory;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Something that was done about memory.
///
/// @param device whose memory
/// @param why in words
/// @param before what the backend held; null for a change of the batch size
/// @param after likewise, once it was done
/// @param pauseMillis how long it took, in which the backend's sessions were each used once; zero for a change of the batch size
/// @param batchCap most items of a batch from then on, 0 for no bound but the knob's; null where it did not change
/// @param p95Before p95 of correct answers in the 10 s before, in milliseconds; null where none were given
/// @param p95After in the 10 s after; null where none were given or the time is not over
/// @param failure why it could not be done; null if it was
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MemoryAction(Instant at, String device, Kind kind, String why, @Nullable Held before, @Nullable Held after,
        double pauseMillis, @Nullable Integer batchCap, @Nullable Double p95Before, @Nullable Double p95After, @Nullable String failure) {
    public enum Kind {
        /// A person asked to give unused memory back.
        TRIM,
        /// The optimizer gave unused memory back.
        AUTOMATIC_TRIM,
        /// The backend was built anew.
        RECYCLE,
        /// The bound of batches was lowered or raised.
        BATCH_CAP
    }

    /// Bytes given back, measured from what was reserved before and after; never negative.
    public long freed() {
        return before == null || after == null ? 0 : Math.max(0, before.reserved() - after.reserved());
    }

    public MemoryAction with(@Nullable Double newP95After) {
        return new MemoryAction(at, device, kind, why, before, after, pauseMillis, batchCap, p95Before, newP95After, failure);
    }

    /// One line for people.
    public String line() {
        if (failure != null) {
            return "Memory of " + device + " could not be given back: " + failure;
        }
        if (batchCap != null) {
            return (batchCap == 0 ? "Batches are no longer bounded: " : "Batches are bounded to " + batchCap + " items: ") + why;
        }
        String done = kind == Kind.RECYCLE ? "The backend was built anew" : "Unused memory was given back";
        return freed() == 0
                ? done + ", and nothing was freed: " + why
                : String.format(Locale.ROOT, "%s, %.0f MiB freed in %.0f ms: %s", done, freed() / (double) (1 << 20), pauseMillis, why);
    }
}
