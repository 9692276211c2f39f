package gpudyno.model.knob;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.math.BigDecimal;
import java.util.List;

/// The values a knob can take. [#check] turns what came from JSON, a command line or YAML into the one canonical Java value of the type:
/// `Long`, `Double`, `Boolean` or `String`.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({@JsonSubTypes.Type(value = KnobType.Whole.class, name = "integer"),
    @JsonSubTypes.Type(value = KnobType.Real.class, name = "real"),
    @JsonSubTypes.Type(value = KnobType.Choice.class, name = "choice"),
    @JsonSubTypes.Type(value = KnobType.Switch.class, name = "boolean")})
public sealed interface KnobType {
    /// How a numeric range is best walked.
    enum Scale {
        LINEAR, LOG, POWER_OF_TWO
    }

    /// The canonical value, or an IllegalArgumentException whose message says what is allowed.
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
            long value;
            try {
                value = new BigDecimal(raw.toString().strip()).longValueExact();
            } catch (ArithmeticException | NumberFormatException e) {
                throw refuse(raw, this);
            }
            if (value < min || value > max) {
                throw refuse(raw, this);
            }
            return value;
        }

        @Override
        public String allowed() {
            return "a whole number from " + min + " to " + max;
        }
    }

    /// Real numbers from `min` to `max`, both included.
    record Real(double min, double max, Scale scale) implements KnobType {
        @Override
        public Object check(Object raw) {
            double value;
            try {
                value = Double.parseDouble(raw.toString().strip());
            } catch (NumberFormatException e) {
                throw refuse(raw, this);
            }
            if (!(value >= min && value <= max)) {
                throw refuse(raw, this);
            }
            return value;
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

    private static IllegalArgumentException refuse(Object raw, KnobType type) {
        String shown = raw.toString();
        return new IllegalArgumentException(
                "'" + (shown.length() > 60 ? shown.substring(0, 60) + "..." : shown) + "' is not allowed: " + type.allowed());
    }
}
