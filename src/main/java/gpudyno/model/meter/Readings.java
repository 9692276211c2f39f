package gpudyno.model.meter;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the series of a frame read: an immutable map that also finds all series of one meter at once.
public final class Readings extends AbstractMap<Series, Reading> {
    private final Map<Series, Reading> bySeries;
    private final Map<String, List<Entry<Series, Reading>>> byMeter;

    private Readings(Map<Series, Reading> bySeries) {
        this.bySeries = bySeries;
        Map<String, List<Entry<Series, Reading>>> index = HashMap.newHashMap(bySeries.size());
        bySeries.entrySet().forEach(entry -> index.computeIfAbsent(entry.getKey().meter(), _ -> new ArrayList<>(1)).add(entry));
        byMeter = index;
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Readings of(Map<Series, Reading> readings) {
        return readings instanceof Readings made ? made : new Readings(Map.copyOf(readings));
    }

    /// All series of a meter; empty where it was not read.
    public List<Entry<Series, Reading>> ofMeter(String meter) {
        return byMeter.getOrDefault(meter, List.of());
    }

    /// The ids of the meters that were read.
    public Set<String> meters() {
        return byMeter.keySet();
    }

    /// What the series of some meters read.
    public Readings only(Collection<String> meters) {
        Map<Series, Reading> kept = new HashMap<>();
        meters.forEach(meter -> ofMeter(meter).forEach(entry -> kept.put(entry.getKey(), entry.getValue())));
        return of(kept);
    }

    @Override
    public @org.jspecify.annotations.Nullable Reading get(Object series) {
        return bySeries.get(series);
    }

    @Override
    public boolean containsKey(Object series) {
        return bySeries.containsKey(series);
    }

    @Override
    public Set<Entry<Series, Reading>> entrySet() {
        return bySeries.entrySet();
    }

    @JsonValue
    Map<Series, Reading> json() {
        return bySeries;
    }
}
