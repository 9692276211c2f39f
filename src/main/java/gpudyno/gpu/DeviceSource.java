package gpudyno.gpu;

import gpudyno.model.gpu.SourceState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A way to find GPUs, such as the library of a maker. One thread at a time calls [#look], which may block in a driver for as long as the
/// driver likes.
public interface DeviceSource extends AutoCloseable {
    /// What is there now.
    ///
    /// @param probes one for each GPU; the same object as before for a GPU that was there before
    record Look(SourceState state, List<DeviceProbe> probes) {
        public Look {
            probes = List.copyOf(probes);
        }
    }

    /// An error that a driver reported of a device, such as an XID.
    ///
    /// @param device its id
    record DriverError(String device, long number) {}

    /// Such as `NVML`.
    String name();

    Look look();

    /// Errors that were reported since the last call; never blocks.
    default List<DriverError> errors() {
        return List.of();
    }

    /// What a thread inside [#look] waits for at this moment; null if it waits for nothing.
    @Nullable
    String waitsFor();

    @Override
    default void close() {
        // Most sources hold nothing open.
    }
}
