package gpudyno.gpu.drm;

import gpudyno.gpu.DeviceControls;
import gpudyno.gpu.Figures;
import gpudyno.gpu.SysFile;
import gpudyno.model.gpu.Fact;
import gpudyno.model.gpu.Limit;
import gpudyno.model.gpu.Maker;
import gpudyno.model.meter.GpuMeters;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One card of a maker, as its driver shows it.
abstract class Card {
    /// The card's folder, such as `/sys/class/drm/card0`.
    protected final Path card;
    /// The PCI device's folder.
    protected final Path device;
    protected final Sensors sensors;

    Card(Path card) {
        this.card = card;
        device = card.resolve("device");
        sensors = new Sensors(device);
    }

    abstract Maker maker();

    /// Stays the same in another slot where the driver tells a number of its own.
    abstract String id(String address);

    /// The product's name as the driver tells it; empty if it does not.
    String product() {
        return "";
    }

    /// What can be set; null where nothing can.
    @Nullable
    DeviceControls controls(String id) {
        return null;
    }

    Map<Fact, String> facts(String driver, Path sys) {
        Map<Fact, String> facts = new EnumMap<>(Fact.class);
        String version = SysFile.text(sys.resolve(Path.of("module", driver, "version")));
        facts.put(Fact.DRIVER, version.isEmpty() ? driver : driver + " " + version);
        return facts;
    }

    Map<Limit, Double> limits() {
        Map<Limit, Double> limits = new EnumMap<>(Limit.class);
        put(limits, Limit.PCIE_GENERATION, SysFile.generation(SysFile.text(device.resolve("max_link_speed"))));
        put(limits, Limit.PCIE_WIDTH, SysFile.number(device.resolve("max_link_width")));
        return limits;
    }

    /// @param processes which processes use the card, for figures that only sums over them tell
    void read(Figures into, Clients.OfCard processes) {
        into.put(GpuMeters.PCIE_GENERATION, SysFile.generation(SysFile.text(device.resolve("current_link_speed"))));
        into.put(GpuMeters.PCIE_WIDTH, SysFile.number(device.resolve("current_link_width")));
    }

    protected static void put(Map<Limit, Double> limits, Limit limit, double value) {
        if (Double.isFinite(value)) {
            limits.put(limit, value);
        }
    }
}
