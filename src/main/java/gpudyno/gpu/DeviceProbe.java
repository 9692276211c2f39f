package gpudyno.gpu;

import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.meter.Series;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One GPU with the instances it is cut into, as one thread reads it.
public interface DeviceProbe {
    /// What was read of a device.
    ///
    /// @param figures see [gpudyno.model.gpu.DeviceReading]
    record Sample(GpuDevice device, Map<Series, Double> figures, List<GpuProcess> processes) {
        public Sample {
            figures = Map.copyOf(figures);
            processes = List.copyOf(processes);
        }
    }

    /// What one reading gave.
    ///
    /// @param samples of the GPU and of each instance
    /// @param lost whether the driver said that the GPU cannot be reached any more; samples then hold what was known of it, without figures
    /// @param driverNanos time that passed inside the driver
    record Result(List<Sample> samples, boolean lost, long driverNanos) {
        public Result {
            samples = List.copyOf(samples);
        }
    }

    /// Reads the GPU. May block in its driver for as long as the driver likes. One thread at a time calls it.
    Result read();

    /// What a thread inside [#read] waits for at this moment, such as `nvmlDeviceGetName`; null if it waits for nothing. Any thread may ask.
    @Nullable
    String waitsFor();

    /// What of the GPU can be set; null where its driver lets nobody set anything. Always the same object.
    default @Nullable DeviceControls controls() {
        return null;
    }
}
