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
    private final Map<Point, MeasuredSpace.Entry> entries;
    private final boolean maximized;

    public ReplaySpace(MeasuredSpace measured) {
        maximized = measured.maximized();
        List<Parameter> parameters = measured.parameters().stream().map(ReplaySpace::parameter).toList();
        int[][] ranks = new int[parameters.size()][];
        for (int i = 0; i < ranks.length; i++) {
            Parameter parameter = parameters.get(i);
            ranks[i] = measured.parameters().get(i).values().stream().mapToInt(parameter.values()::indexOf).toArray();
        }
        entries = HashMap.newHashMap(measured.entries().size());
        int[] indexes = new int[ranks.length];
        for (MeasuredSpace.Entry entry : measured.entries()) {
            for (int i = 0; i < indexes.length; i++) {
                indexes[i] = ranks[i][entry.index(i)];
            }
            entries.put(new Point(indexes), entry);
        }
        // In an order that does not depend on the file, so that a seed draws the same points from either format.
        space = Space.of(parameters, entries.keySet().stream().sorted().toList());
    }

    private static Parameter parameter(MeasuredSpace.Column column) {
        boolean numbers = column.values().stream().allMatch(Number.class::isInstance);
        return new Parameter(column.name(),
                numbers
                        ? column.values().stream().sorted(Comparator.comparingDouble(value -> ((Number) value).doubleValue())).toList()
                        : column.values().stream().sorted(Comparator.comparing(Object::toString)).toList(),
                numbers);
    }

    public Space space() {
        return space;
    }

    /// The measured value at a point; null if it failed.
    public @Nullable Double value(Point point) {
        return entry(point).value();
    }

    /// The cost that a strategy minimizes: the value, or its negative if more is better.
    public double cost(double value) {
        return maximized ? -value : value;
    }

    /// Why a point has no value.
    public String failure(Point point) {
        return entry(point).failure();
    }

    private MeasuredSpace.Entry entry(Point point) {
        return Objects.requireNonNull(entries.get(point), () -> point + " is not a point of the measured space");
    }
}
