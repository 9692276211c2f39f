package gpudyno.model.gpu;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a device stands.
///
/// @param reason why it does not answer; empty while it does
/// @param reading the last one; null before the first
/// @param age of that reading; null before the first
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeviceState(GpuDevice device, Health health, String reason, @Nullable DeviceReading reading, @Nullable Duration age) {
    public enum Health {
        /// It answers.
        ANSWERING,
        /// Its driver has not returned from a call for longer than it should take. The reading is old.
        STALE,
        /// The driver says that the device cannot be reached any more.
        LOST
    }

    /// The state without its figures, which change every second.
    public DeviceState withoutReading() {
        return new DeviceState(device, health, reason, null, null);
    }
}
