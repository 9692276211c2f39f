package gpudyno.console.kit;

import gpudyno.model.gpu.GpuDevice;
import java.util.List;

/// What GPUs are called: short, and no two alike.
public final class DeviceWords {
    private DeviceWords() {
    }

    /// `GPU 0`, or `GPU 0 · MIG 2` for an instance. Where GPUs of two makers have the same place, the maker's name stands instead: `AMD 0`.
    /// A simulated one is always called so: `Simulated 0`.
    ///
    /// @param all the devices of the node
    public static String place(GpuDevice device, List<GpuDevice> all) {
        String parent = device.parent();
        if (parent != null) {
            return all.stream().filter(one -> one.id().equals(parent)).findFirst().map(gpu -> place(gpu, all) + " · ").orElse("")
                    + "MIG " + device.index();
        }
        boolean alone = all.stream().noneMatch(one -> !one.isInstance() && one.index() == device.index() && !one.id().equals(device.id()));
        return (alone && !device.isSimulated() ? "GPU" : device.maker().title()) + " " + device.index();
    }

    /// The product's name without what all of a maker's names begin with: `RTX 3090`, `H100 80GB HBM3`.
    public static String model(GpuDevice device) {
        String name = device.name();
        for (String prefix : List.of("NVIDIA ", "AMD ", "Intel ", "GeForce ", "Advanced Micro Devices ")) {
            name = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
        }
        return name;
    }

    /// `GPU 0 · RTX 3090`.
    public static String title(GpuDevice device, List<GpuDevice> all) {
        return place(device, all) + " · " + (device.isInstance() ? profile(device) : model(device));
    }

    /// What kind of instance it is, such as `1g.10gb`, where its name says so.
    private static String profile(GpuDevice device) {
        int at = device.name().indexOf("MIG ");
        return at < 0 ? model(device) : device.name().substring(at + "MIG ".length());
    }
}
