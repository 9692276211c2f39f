package gpudyno.model.gpu;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something that happened to a device.
///
/// @param text for people
/// @param xid number of the error where the kind is [Kind#XID], see NVIDIA's catalogue of XID errors; null otherwise
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeviceEvent(Instant at, String device, Kind kind, String text, @Nullable Long xid) {
    public enum Kind {
        /// The device was there at the start, or was added since.
        FOUND,
        /// It was taken out in order.
        GONE,
        /// It fell off the bus, or cannot be reached otherwise.
        LOST,
        /// Its driver hangs in a call.
        HUNG,
        /// It answers again.
        RECOVERED,
        /// The driver reported an error of the device.
        XID
    }
}
