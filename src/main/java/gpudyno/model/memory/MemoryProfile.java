package gpudyno.model.memory;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The memory of a device at an instant.
///
/// @param device id of a GPU, or `host`
/// @param total bytes; of the host, the process's budget
/// @param used bytes taken of it: by all processes on a GPU, by this process on the host
/// @param kept bytes that the driver keeps for itself; null where it does not tell
/// @param backend what the node's own backend holds of `used`; null where that is not known, or is not on this device
/// @param forecast null while the memory does not grow beyond doubt
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MemoryProfile(String device, Instant at, long total, long used, @Nullable Long kept, @Nullable Held backend,
        @Nullable Forecast forecast) {
    public MemoryProfile {
        if (total <= 0 || used < 0) {
            throw new IllegalArgumentException("memory of " + device + ": total " + total + " must be positive, used " + used
                    + " not negative");
        }
    }

    /// Bytes that can be taken.
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public long free() {
        return Math.max(0, total - used - (kept == null ? 0 : kept));
    }

    /// Percent of the total in use, as `memory.percent` counts it.
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public double percent() {
        return 100.0 * used / total;
    }

    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public Pressure pressure() {
        return Pressure.of(percent());
    }

    /// Bytes that a trim could give back at most; zero where that is not known.
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public long idle() {
        return backend == null || backend.source() != Held.Source.ARENA ? 0 : backend.idle();
    }

    public MemoryProfile with(@Nullable Forecast where) {
        return new MemoryProfile(device, at, total, used, kept, backend, where);
    }
}
