package gpudyno.model.knob;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import gpudyno.model.OneLine;
import java.math.BigDecimal;
import java.util.List;

/// The values a knob can take. [#check] turns what came from JSON, a command line or YAML, a text of digits included, into the one form of
/// [KnobValue].
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({@JsonSubTypes.Type(value = KnobType.Whole.class, name = "integer"),
    @JsonSubTypes.Type(value = KnobType.Real.class, name = "real"),
    @JsonSubTypes.Type(value = KnobType.Choice.class, name = "choice"),
    @JsonSubTypes.Type(value = KnobType.Switch.class, name = "boolean")})
public sealed interface KnobType {
    /// Characters of a number that is read: more than any `long` or `double` needs.
    int LONGEST_NUMBER = 64;
    /// Characters of a refused value that are repeated.
    int LONGEST_SHOWN = 60;

    /// How a numeric range is best walked.
    enum Scale {
        LINEAR,
        LOG,
        POWER_OF_TWO
    }

    /// The value in the one form of [KnobValue], or an IllegalArgumentException whose message says what is allowed.
    Object check(Object raw);

    /// The allowed values, for people.
    String allowed();

    /// Whole numbers from `min` to `max`, both included.
    record Whole(long min, long max, Scale scale) implements KnobType {
        public Whole {
            if (min > max || (scale != Scale.LINEAR && min < 0)) {
                throw new IllegalArgumentException("range " + min + " to " + max + " on a " + scale + " scale");
            }
        }

        @Override
        public Object check(Object raw) {
            if (number(raw, this) instanceof Long value && value >= min && value <= max) {
                return value;
            }
            throw refuse(raw, this);
        }

        @Override
        public String allowed() {
            return "a whole number from " + min + " to " + max;
        }
    }

    /// Real numbers from `min` to `max`, both included.
    record Real(double min, double max, Scale scale) implements KnobType {
        public Real {
            if (!(min <= max) || !Double.isFinite(min) || !Double.isFinite(max) || (scale != Scale.LINEAR && min < 0)) {
                throw new IllegalArgumentException("range " + min + " to " + max + " on a " + scale + " scale");
            }
        }

        @Override
        public Object check(Object raw) {
            Object value = number(raw, this);
            double size = ((Number) value).doubleValue();
            if (size >= min && size <= max) {
                return value;
            }
            throw refuse(raw, this);
        }

        @Override
        public String allowed() {
            return "a number from " + min + " to " + max;
        }
    }

    /// One of a few names.
    record Choice(List<String> values) implements KnobType {
        public Choice {
            values = List.copyOf(values);
        }

        @Override
        public Object check(Object raw) {
            String value = raw.toString();
            if (!values.contains(value)) {
                throw refuse(raw, this);
            }
            return value;
        }

        @Override
        public String allowed() {
            return "one of " + String.join(", ", values);
        }
    }

    /// On or off.
    record Switch() implements KnobType {
        @Override
        public Object check(Object raw) {
            return switch (raw.toString()) {
                case "true", "on" -> true;
                case "false", "off" -> false;
                default -> throw refuse(raw, this);
            };
        }

        @Override
        public String allowed() {
            return "true or false";
        }
    }

    /// A number, or the text of one.
    private static Object number(Object raw, KnobType type) {
        String text = raw.toString().strip();
        if (raw instanceof Boolean || text.length() > LONGEST_NUMBER) {
            throw refuse(raw, type);
        }
        try {
            return KnobValue.canonical(new BigDecimal(text));
        } catch (IllegalArgumentException e) {
            throw refuse(raw, type);
        }
    }

    private static IllegalArgumentException refuse(Object raw, KnobType type) {
        return new IllegalArgumentException(refusal(raw.toString(), type.allowed()));
    }

    static String refusal(String shown, String allowed) {
        return "'" + OneLine.shortened(shown, LONGEST_SHOWN) + "' is not allowed: " + allowed;
    }
}
