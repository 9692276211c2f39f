package gpudyno.tune.space;

import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobType;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// One dimension of a space: a name and the values it can take, numbers in rising order.
///
/// @param ordered whether neighbouring values are alike, as with numbers; otherwise any value is as far from any other
public record Parameter(String name, List<Object> values, boolean ordered) {
    private static final int MOST_VALUES = 1000;
    /// Of a range that is not walked one by one.
    private static final int STEPS = 32;

    public Parameter {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("parameter " + name + " has no value");
        }
        if (values.stream().distinct().count() < values.size()) {
            throw new IllegalArgumentException("parameter " + name + " names a value twice: " + values);
        }
    }

    /// Values as they come: numbers are put in order, anything else has none.
    ///
    /// @param values Long, Double, Boolean or String
    public static Parameter of(String name, List<Object> values) {
        boolean numbers = values.stream().allMatch(Number.class::isInstance);
        return new Parameter(name,
                numbers ? values.stream().sorted(Comparator.comparingDouble(value -> ((Number) value).doubleValue())).toList() : values,
                numbers);
    }

    /// A range, in equal steps (linear), equal ratios (log), or at the powers of two in it.
    ///
    /// @param whole whether values are whole numbers
    /// @param steps from 1 to 999, one fewer than the values; powers of two take none
    public static Parameter range(String name, double from, double to, KnobType.Scale scale, boolean whole, int steps) {
        if (!(from <= to) || scale != KnobType.Scale.LINEAR && !(to > 0 && (from > 0 || whole && from == 0))) {
            throw new IllegalArgumentException("knob " + name + ": from " + from + " to " + to + " is no range on a "
                    + scale.name().toLowerCase(Locale.ROOT).replace('_', '-') + " scale");
        }
        if (steps < 1 || steps >= MOST_VALUES) {
            throw new IllegalArgumentException("knob " + name + ": steps lie from 1 to " + (MOST_VALUES - 1) + ", got " + steps);
        }
        Set<Object> values = new LinkedHashSet<>();
        if (scale == KnobType.Scale.POWER_OF_TWO) {
            for (long value = 1; value <= to && value > 0; value <<= 1) {
                if (value >= from) {
                    values.add(value);
                }
            }
        } else {
            double low = scale == KnobType.Scale.LOG ? Math.max(from, whole ? 1 : Double.MIN_NORMAL) : from;
            for (int i = 0; i <= steps; i++) {
                double share = i / (double) steps;
                double value = scale == KnobType.Scale.LOG ? low * Math.pow(to / low, share) : low + (to - low) * share;
                values.add(whole ? (Object) Math.round(value) : (Object) Math.clamp(rounded(value), from, to));
            }
        }
        if (values.isEmpty()) {
            throw new IllegalArgumentException("knob " + name + ": there is no power of two from " + from + " to " + to);
        }
        return new Parameter(name, List.copyOf(values), true);
    }

    /// To six significant digits: nobody sets a knob finer.
    private static double rounded(double value) {
        return new BigDecimal(value).round(new MathContext(6)).doubleValue();
    }

    /// The values that a tuning session may give a knob.
    public static Parameter of(Knob knob) {
        return switch (knob.type()) {
            case KnobType.Whole whole -> range(knob.id(), whole.min(), whole.max(), whole.scale(), true,
                    Math.clamp(whole.max() - whole.min(), 1, STEPS));
            case KnobType.Real real -> range(knob.id(), real.min(), real.max(), real.scale(), false, STEPS);
            case KnobType.Choice choice -> new Parameter(knob.id(), List.copyOf(choice.values()), false);
            case KnobType.Switch _ -> new Parameter(knob.id(), List.of(false, true), false);
        };
    }

    /// How many values there are.
    public int size() {
        return values.size();
    }
}
