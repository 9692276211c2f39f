package gpudyno.model.gpu;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a process used of a device over a period of the past.
///
/// @param device as in [GpuProcess]
/// @param user null where it was not told, or is no longer known
/// @param command null where it was not told
/// @param from begin of the first frame in which it used the device, within the period
/// @param to end of the last one
/// @param memoryBytes null where the driver did not tell
/// @param utilization percent; null where the driver did not tell
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProcessUse(String device, long pid, @Nullable String user, @Nullable String command, Instant from, Instant to,
        @Nullable Level memoryBytes, @Nullable Level utilization) {
    /// A level over a period.
    public record Level(double least, double mean, double most) {}
}
