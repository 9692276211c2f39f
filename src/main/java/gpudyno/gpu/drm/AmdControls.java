package gpudyno.gpu.drm;

import gpudyno.gpu.DeviceControls;
import gpudyno.gpu.SysFile;
import gpudyno.model.gpu.Control;
import gpudyno.model.gpu.ControlState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The power limit of a card that amdgpu runs: the file `power1_cap` of its sensors, in microwatts.
final class AmdControls implements DeviceControls {
    private static final double MICRO = 1e6;

    private final String id;
    private final Path device;

    /// @param device the PCI device's folder in sysfs
    AmdControls(String id, Path device) {
        this.id = id;
        this.device = device;
    }

    private @Nullable Path folder() {
        return SysFile.entries(device.resolve("hwmon")).stream().filter(folder -> Files.exists(folder.resolve("power1_cap"))).findFirst()
                .orElse(null);
    }

    @Override
    public List<ControlState> read() {
        Path folder = folder();
        if (folder == null) {
            return List.of();
        }
        double value = SysFile.number(folder.resolve("power1_cap")) / MICRO;
        double min = SysFile.number(folder.resolve("power1_cap_min")) / MICRO;
        double max = SysFile.number(folder.resolve("power1_cap_max")) / MICRO;
        double standard = SysFile.number(folder.resolve("power1_cap_default")) / MICRO;
        if (!(min < max) || Double.isNaN(value)) {
            return List.of();
        }
        Path file = folder.resolve("power1_cap");
        return List.of(new ControlState(id, Control.POWER_LIMIT, "", min, max, value, Double.isNaN(standard) ? null : standard, null,
                Files.isWritable(file) ? "" : "Needs admin: only an administrator may write " + file + ". Run the node as root"));
    }

    @Override
    public void set(String card, Map<Control, Double> values) {
        Double watts = values.get(Control.POWER_LIMIT);
        Path folder = folder();
        if (watts == null || folder == null) {
            throw new IllegalStateException("this card has no power limit that can be set; nothing was changed");
        }
        try {
            Files.writeString(folder.resolve("power1_cap"), String.valueOf(Math.round(watts * MICRO)), StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException e) {
            throw new IllegalStateException("the driver refused the power limit: " + e.getMessage() + "; nothing was changed", e);
        }
    }

    @Override
    public void reset(String card) {
        Double standard = read().stream().findFirst().map(ControlState::standard).orElse(null);
        if (standard == null) {
            throw new IllegalStateException("the driver tells no default of this card's power limit");
        }
        set(card, Map.of(Control.POWER_LIMIT, standard));
    }
}
