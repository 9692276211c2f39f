package gpudyno.gpu.memory;

import gpudyno.model.memory.Forecast;
import gpudyno.model.memory.Held;
import gpudyno.model.memory.MemoryProfile;
import gpudyno.model.memory.Reclaimable;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The memory of each device as a frame tells it, and its trend. Used by one thread.
final class Profiles {
    static final String HOST = "host";

    private final List<Reclaimable> reclaimables;
    private final long budget;
    private final Map<String, Trend> trends = new HashMap<>();

    /// @param budget bytes that count as the memory of the host
    Profiles(List<Reclaimable> reclaimables, long budget) {
        this.reclaimables = reclaimables;
        this.budget = budget;
    }

    /// Of every device whose memory the frame tells, the fullest first.
    List<MemoryProfile> of(Frame frame) {
        List<MemoryProfile> profiles = new ArrayList<>();
        double resident = frame.gauge(Meters.RESIDENT.id());
        if (resident >= 0) {
            profiles.add(profile(frame, HOST, budget, Math.round(resident), null));
        }
        for (Map.Entry<Series, Reading> entry : frame.readings().ofMeter(GpuMeters.MEMORY_TOTAL.id())) {
            String device = entry.getKey().labels().getFirst();
            double total = frame.gauge(entry.getKey());
            double used = level(frame, GpuMeters.MEMORY_USED, device);
            // Parts with unified memory report a total of 0.
            if (total >= 1 && used >= 0) {
                double kept = level(frame, GpuMeters.MEMORY_RESERVED, device);
                profiles.add(profile(frame, device, Math.round(total), Math.round(used), kept >= 0 ? Math.round(kept) : null));
            }
        }
        trends.keySet().removeIf(device -> profiles.stream().noneMatch(profile -> profile.device().equals(device)));
        profiles.sort(Comparator.comparingDouble(MemoryProfile::percent).reversed());
        return profiles;
    }

    private static double level(Frame frame, Meter meter, String device) {
        return frame.gauge(meter.series(device));
    }

    private MemoryProfile profile(Frame frame, String device, long total, long used, @Nullable Long kept) {
        Trend trend = trends.computeIfAbsent(device, _ -> new Trend());
        trend.add(frame.start(), used);
        Trend.Slope slope = trend.slope();
        double left = total * Forecast.FULL_PERCENT / 100 - used;
        Forecast forecast = slope == null ? null : Forecast.of(slope.perMinute(), slope.low(), slope.high(), left);
        return new MemoryProfile(device, frame.end(), total, used, kept, held(device).orElse(null), forecast);
    }

    /// All that the node's own backends hold of a device, together.
    private Optional<Held> held(String device) {
        List<Held> all = reclaimables.stream().filter(one -> one.device().equals(device)).flatMap(one -> one.held().stream()).toList();
        return all.stream().reduce((one, other) -> new Held(
                one.source() == Held.Source.ARENA && other.source() == Held.Source.ARENA ? Held.Source.ARENA : Held.Source.RESIDENT_SET,
                one.reserved() + other.reserved(), one.allocated() + other.allocated()));
    }

    /// Memory was given back.
    void restart(String device) {
        Trend trend = trends.get(device);
        if (trend != null) {
            trend.restart();
        }
    }
}
