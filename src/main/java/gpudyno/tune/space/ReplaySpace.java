package gpudyno.tune.space;

import gpudyno.store.MeasuredSpace;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A measured space to search again: measuring a point is looking it up.
public final class ReplaySpace {
    private final Space space;
    private final Map<Point, MeasuredSpace.Entry> entries = new HashMap<>();

    public ReplaySpace(MeasuredSpace measured) {
        List<Parameter> parameters = measured.parameters().stream().map(name -> parameter(name, measured)).toList();
        for (MeasuredSpace.Entry entry : measured.entries()) {
            int[] indexes = parameters.stream()
                    .mapToInt(parameter -> parameter.values().indexOf(Objects.requireNonNull(entry.values().get(parameter.name()))))
                    .toArray();
            entries.put(new Point(indexes), entry);
        }
        space = Space.of(parameters, entries.keySet().stream().sorted(Comparator.comparing(Point::toString)).toList());
    }

    private static Parameter parameter(String name, MeasuredSpace measured) {
        List<Object> values = measured.entries().stream().map(entry -> Objects.requireNonNull(entry.values().get(name))).distinct()
                .toList();
        boolean numbers = values.stream().allMatch(Number.class::isInstance);
        return new Parameter(name,
                numbers
                        ? values.stream().sorted(Comparator.comparingDouble(value -> ((Number) value).doubleValue())).toList()
                        : values.stream().sorted(Comparator.comparing(Object::toString)).toList(),
                numbers);
    }

    public Space space() {
        return space;
    }

    /// The time at a point; null where it failed.
    public @Nullable Double time(Point point) {
        return entry(point).time();
    }

    /// Why a point has no time.
    public String failure(Point point) {
        return entry(point).failure();
    }

    private MeasuredSpace.Entry entry(Point point) {
        return Objects.requireNonNull(entries.get(point), () -> point + " is not a point of the measured space");
    }
}
