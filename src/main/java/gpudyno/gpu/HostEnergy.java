package gpudyno.gpu;

import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The energy of the host's processors as Linux tells it for each package (RAPL). Most systems let only root read it; where it cannot be read
/// there is no meter. Counters wrap at a range that the system tells too.
///
/// Source: Linux kernel documentation, "Power Capping Framework", `energy_uj` and `max_energy_range_uj`.
final class HostEnergy {
    static final Path ZONES = Path.of("/sys/class/powercap");
    private static final double MICRO = 1e-6;

    private final List<Zone> zones;
    private final MeterRegistry.Counter counter;

    private static final class Zone {
        private final Path energy;
        private final long range;
        private long last;

        Zone(Path energy, long range, long first) {
            this.energy = energy;
            this.range = range;
            last = first;
        }

        /// Micro-joules since the last call; 0 where it cannot be read now.
        long grown() {
            Optional<Long> now = number(energy);
            if (now.isEmpty()) {
                return 0;
            }
            long grown = now.get() >= last ? now.get() - last : now.get() + range - last;
            last = now.get();
            return Math.max(0, grown);
        }
    }

    private HostEnergy(List<Zone> zones, MeterRegistry.Counter counter) {
        this.zones = zones;
        this.counter = counter;
    }

    /// @param folder with one folder a zone, such as `intel-rapl:0`; parts of packages, such as `intel-rapl:0:1`, are within their package
    /// @return empty where nothing can be read
    static Optional<HostEnergy> of(Path folder, MeterRegistry meters) {
        List<Zone> zones = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "intel-rapl:?")) {
            for (Path zone : found) {
                Optional<Long> energy = number(zone.resolve("energy_uj"));
                Optional<Long> range = number(zone.resolve("max_energy_range_uj"));
                if (energy.isPresent() && range.isPresent()) {
                    zones.add(new Zone(zone.resolve("energy_uj"), range.get(), energy.get()));
                }
            }
        } catch (IOException _) {
            // Not Linux, or no such processor: nothing is told then.
            return Optional.empty();
        }
        return zones.isEmpty() ? Optional.empty() : Optional.of(new HostEnergy(zones, meters.counter(Meters.HOST_ENERGY)));
    }

    private static Optional<Long> number(Path file) {
        try {
            return Optional.of(Long.parseLong(Files.readString(file).strip()));
        } catch (IOException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    void sample() {
        counter.add(MICRO * zones.stream().mapToLong(Zone::grown).sum());
    }
}
