package gpudyno.model.gpu;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A process that uses a device.
///
/// @param device id of the device; of the instance where a GPU is cut into instances and the driver says which
/// @param user who runs it; null where the operating system does not tell, as for a process of another container
/// @param command file name of its program, such as `python3`, never its arguments, which may hold secrets; null where nobody tells
/// @param memoryBytes of the device that it has allocated; null where the driver does not tell
/// @param utilization percent of the last second in which its kernels ran; null where the driver does not tell
/// @param started null where the operating system does not tell
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GpuProcess(String device, long pid, @Nullable String user, @Nullable String command, Kind kind, @Nullable Long memoryBytes,
        @Nullable Double utilization, @Nullable Instant started) {
    /// What a process uses a device for.
    public enum Kind {
        COMPUTE,
        GRAPHICS,
        COMPUTE_AND_GRAPHICS,
        /// The kernel does not tell.
        UNKNOWN;

        public Kind and(Kind other) {
            if (this == other || other == UNKNOWN) {
                return this;
            }
            return this == UNKNOWN ? other : COMPUTE_AND_GRAPHICS;
        }
    }

    /// What of it stays while it runs: without its figures.
    public GpuProcess withoutFigures() {
        return new GpuProcess(device, pid, user, command, kind, null, null, started);
    }
}
