package gpudyno.gpu;

import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Series;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Collects what one device reads. A figure that is not known is NaN and is left out.
public final class Figures {
    private static final List<Meter> FAULTS = List.of(GpuMeters.THROTTLE_HARDWARE, GpuMeters.THROTTLE_THERMAL,
            GpuMeters.THROTTLE_HARDWARE_THERMAL, GpuMeters.THROTTLE_BRAKE);
    private final String device;
    private final Map<Meter, Series> names;
    private final Map<Series, Double> figures = new HashMap<>();

    /// @param device its id, the first label of every series
    public Figures(String device) {
        this(device, new IdentityHashMap<>());
    }

    private Figures(String device, Map<Meter, Series> names) {
        this.device = device;
        this.names = names;
    }

    /// An empty collection for the next reading of the same device. It knows the series already, which spares making them anew each second.
    public Figures next() {
        return new Figures(device, names);
    }

    /// Whether it is of a device.
    public boolean isOf(String id) {
        return device.equals(id);
    }

    public void put(Meter meter, double value) {
        if (Double.isFinite(value)) {
            figures.put(names.computeIfAbsent(meter, one -> one.series(device)), value);
        }
    }

    /// @param labels those after the device
    public void put(Meter meter, double value, String... labels) {
        if (Double.isFinite(value)) {
            List<String> all = new ArrayList<>(labels.length + 1);
            all.add(device);
            all.addAll(List.of(labels));
            figures.put(new Series(meter.id(), all), value);
        }
    }

    /// Puts together the reasons of low clocks that are a fault: it is throttled if one holds, not if none does, and unknown if none is told.
    public void throttled() {
        List<Double> told = FAULTS.stream().map(meter -> figures.get(names.computeIfAbsent(meter, one -> one.series(device))))
                .filter(Objects::nonNull).toList();
        if (!told.isEmpty()) {
            put(GpuMeters.THROTTLED, told.stream().anyMatch(active -> active > 0) ? 1 : 0);
        }
    }

    /// The figures so far; may be added to.
    public Map<Series, Double> all() {
        return figures;
    }
}
