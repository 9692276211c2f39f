package gpudyno.gpu;

import gpudyno.gpu.drm.DrmSource;
import gpudyno.gpu.nvml.NvmlSource;
import java.util.ArrayList;
import java.util.List;

/// The ways in which GPUs are found.
public final class GpuSources {
    private GpuSources() {
    }

    public static List<DeviceSource> all(GpuSettings settings) {
        List<DeviceSource> all = new ArrayList<>();
        all.add(new NvmlSource(settings));
        all.addAll(DrmSource.all(settings));
        return all;
    }
}
