package gpudyno.tune;

import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobType;
import gpudyno.model.knob.KnobValue;
import gpudyno.tune.space.Parameter;
import gpudyno.tune.space.Point;
import gpudyno.tune.space.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The knobs of a subject as a space for strategies: a few values of each knob on its own scale, the baseline's value included. Knobs with
/// powers of two have all of them, logarithmic ranges go by factors of four, linear ranges have seven steps.
final class KnobSpace {
    private static final long LOG_FACTOR = 4;
    private static final int LINEAR_VALUES = 7;

    private final Space space;

    /// @param fixed values of knobs that do not move
    KnobSpace(List<Knob> knobs, Configuration baseline, Configuration fixed) {
        List<Parameter> parameters = knobs.stream().filter(Knob::searched).map(knob -> parameter(knob, baseline, fixed)).toList();
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException("the search space is empty: no knob may be searched");
        }
        space = Space.where(parameters, _ -> true);
    }

    private static Parameter parameter(Knob knob, Configuration baseline, Configuration fixed) {
        Object only = fixed.get(knob.id());
        return only == null
                ? new Parameter(knob.id(), values(knob.type(), baseline.get(knob.id())),
                        knob.type() instanceof KnobType.Whole || knob.type() instanceof KnobType.Real)
                : new Parameter(knob.id(), List.of(only), false);
    }

    private static List<Object> values(KnobType type, @org.jspecify.annotations.Nullable Object baseline) {
        return switch (type) {
            case KnobType.Whole whole -> List.copyOf(whole(whole, baseline));
            case KnobType.Real real -> real(real, baseline).stream().map(KnobValue::canonical).toList();
            case KnobType.Choice choice -> List.copyOf(choice.values());
            case KnobType.Switch _ -> List.of(false, true);
        };
    }

    private static Set<Long> whole(KnobType.Whole whole, @org.jspecify.annotations.Nullable Object baseline) {
        TreeSet<Long> values = new TreeSet<>();
        if (whole.scale() == KnobType.Scale.LINEAR) {
            for (int i = 0; i < LINEAR_VALUES; i++) {
                values.add(whole.min() + Math.round((whole.max() - whole.min()) * i / (LINEAR_VALUES - 1.0)));
            }
        } else {
            long factor = whole.scale() == KnobType.Scale.LOG ? LOG_FACTOR : 2;
            for (long value = Math.max(1, whole.min()); value > 0 && value <= whole.max(); value *= factor) {
                values.add(value);
            }
            if (whole.scale() == KnobType.Scale.LOG) {
                values.add(whole.max());
            }
        }
        if (baseline instanceof Long value) {
            values.add(value);
        }
        return values;
    }

    private static Set<Double> real(KnobType.Real real, @org.jspecify.annotations.Nullable Object baseline) {
        TreeSet<Double> values = new TreeSet<>();
        for (int i = 0; i < LINEAR_VALUES; i++) {
            double share = i / (LINEAR_VALUES - 1.0);
            values.add(real.scale() == KnobType.Scale.LINEAR
                    ? real.min() + share * (real.max() - real.min())
                    : real.min() * Math.pow(real.max() / real.min(), share));
        }
        if (baseline instanceof Number value) {
            values.add(value.doubleValue());
        }
        return values;
    }

    Space space() {
        return space;
    }

    Configuration configuration(Point point) {
        return Configuration.of(space.values(point));
    }

    /// The point of a configuration; empty if it is not in this space.
    Optional<Point> point(Configuration configuration) {
        List<Integer> indexes = new ArrayList<>();
        for (Parameter parameter : space.parameters()) {
            Object value = configuration.get(parameter.name());
            indexes.add(value == null ? -1 : parameter.values().indexOf(value));
        }
        return indexes.contains(-1)
                ? Optional.empty()
                : Optional.of(new Point(indexes.stream().mapToInt(Integer::intValue).toArray()));
    }

    /// The position of a configuration along each knob, from 0 to 1.
    double[] position(Configuration configuration) {
        double[] position = new double[space.dimensions()];
        Map<String, Object> values = configuration.values();
        for (int i = 0; i < position.length; i++) {
            Parameter parameter = space.parameters().get(i);
            int index = Math.max(0, parameter.values().indexOf(values.get(parameter.name())));
            position[i] = parameter.size() == 1 ? 0 : index / (parameter.size() - 1.0);
        }
        return position;
    }
}
