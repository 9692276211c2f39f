package gpudyno.model.knob;

import java.math.BigDecimal;
import java.math.BigInteger;

/// The one form a knob's value has, wherever it came from, so that equal values are equal: whole numbers that a `long` holds are `Long`,
/// other numbers are `Double`, and there are `Boolean` and `String`.
///
/// JSON, YAML and Java write the same number in many types (`4` is read as an `Integer`, `4.0` as a `Double`, eight gigabytes as a `Long`).
/// [Configuration], [KnobState] and [KnobType#check] bring every value into this form, so nothing behind them compares types.
public final class KnobValue {
    private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal GREATEST = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final double TWO_TO_63 = 0x1p63;

    private KnobValue() {
    }

    /// The value in its one form.
    ///
    /// @throws IllegalArgumentException if it is no number, truth value or text, or a number that is infinite or none
    public static Object canonical(Object raw) {
        return switch (raw) {
            case Long whole -> whole;
            case Boolean on -> on;
            case String text -> text;
            case Integer whole -> whole.longValue();
            case Short whole -> whole.longValue();
            case Byte whole -> whole.longValue();
            case Double number -> number(number);
            case Float number -> number(Double.parseDouble(number.toString()));
            case BigInteger whole -> number(new BigDecimal(whole));
            case BigDecimal number -> number(number);
            case null -> throw new IllegalArgumentException("null is no value of a knob");
            default -> throw new IllegalArgumentException(
                    "a knob's value is a number, true, false or a text, not a " + raw.getClass().getSimpleName());
        };
    }

    private static Object number(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a knob's value is finite, got " + value);
        }
        if (value == Math.rint(value) && value >= -TWO_TO_63 && value < TWO_TO_63) {
            return (long) value;
        }
        return value;
    }

    private static Object number(BigDecimal value) {
        // Decided by magnitude first: 1e1000000000 must not be written out to see whether it is whole.
        if (value.compareTo(LEAST) >= 0 && value.compareTo(GREATEST) <= 0 && value.stripTrailingZeros().scale() <= 0) {
            return value.longValueExact();
        }
        return number(value.doubleValue());
    }
}
