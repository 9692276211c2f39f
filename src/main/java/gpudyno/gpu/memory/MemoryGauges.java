package gpudyno.gpu.memory;

import gpudyno.model.memory.Forecast;
import gpudyno.model.memory.Held;
import gpudyno.model.memory.MemoryProfile;
import gpudyno.model.meter.MemoryMeters;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// What the memory optimizer works out, as meters of each device.
final class MemoryGauges {
    private static final Map<Meter, ToDoubleFunction<MemoryProfile>> FIGURES = Map.of(
            MemoryMeters.RESERVED, profile -> arena(profile, Held::reserved),
            MemoryMeters.ALLOCATED, profile -> arena(profile, Held::allocated),
            MemoryMeters.FRAGMENTATION, profile -> arena(profile, Held::fragmentation),
            MemoryMeters.PRESSURE, profile -> profile.pressure().level(),
            MemoryMeters.UNTIL_FULL, MemoryGauges::untilFull);

    private final MeterRegistry registry;
    private volatile Map<String, MemoryProfile> profiles = Map.of();
    private final Map<String, MemoryProfile> known = new HashMap<>();

    MemoryGauges(MeterRegistry registry) {
        this.registry = registry;
    }

    private static double arena(MemoryProfile profile, ToDoubleFunction<Held> figure) {
        Held held = profile.backend();
        return held == null || held.source() != Held.Source.ARENA ? Double.NaN : figure.applyAsDouble(held);
    }

    private static double untilFull(MemoryProfile profile) {
        Forecast forecast = profile.forecast();
        return forecast == null ? Double.NaN : forecast.until().toMillis() / 60_000.0;
    }

    /// What the next frame reads.
    void show(List<MemoryProfile> now) {
        profiles = now.stream().collect(Collectors.toMap(MemoryProfile::device, profile -> profile));
        for (MemoryProfile profile : now) {
            String device = profile.device();
            if (known.put(device, profile) == null) {
                FIGURES.forEach((meter, figure) -> registry.gauge(meter, () -> figure(device, figure), device));
            }
        }
        known.keySet().removeIf(device -> {
            boolean gone = !profiles.containsKey(device);
            if (gone) {
                FIGURES.keySet().forEach(meter -> registry.remove(meter.series(device)));
            }
            return gone;
        });
    }

    private double figure(String device, ToDoubleFunction<MemoryProfile> figure) {
        MemoryProfile profile = profiles.get(device);
        return profile == null ? Double.NaN : figure.applyAsDouble(profile);
    }
}
