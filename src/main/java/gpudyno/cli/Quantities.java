package gpudyno.cli;

import gpudyno.exposition.ScrapedText;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// How durations and rates are written on the command line.
final class Quantities {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,15})?)(ms|s|m|h)");
    private static final Pattern RATE = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,15})?)(?:/(s|m))?");

    private Quantities() {
    }

    /// A number such as `1.5`. Java's other forms, such as `5d` and `NaN`, are refused.
    static final class NumberConverter implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            double number = ScrapedText.number(text.strip()).orElse(Double.NaN);
            if (!Double.isFinite(number)) {
                throw new TypeConversionException("'" + text + "' is not a number; write 1.5, with a point");
            }
            return number;
        }
    }

    /// `250ms`, `10s`, `5m`, `1h`.
    static final class DurationConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            Matcher match = DURATION.matcher(text.strip());
            if (!match.matches()) {
                throw new TypeConversionException("'" + text + "' is not a duration; write 250ms, 10s, 5m or 1h");
            }
            double seconds = Double.parseDouble(match.group(1)) * switch (match.group(2)) {
                case "ms" -> 0.001;
                case "s" -> 1;
                case "m" -> 60;
                default -> 3600;
            };
            return Duration.ofNanos(Math.round(seconds * 1e9));
        }
    }

    /// `500`, `500/s`, `30/m`, in requests per second.
    static final class RateConverter implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            Matcher match = RATE.matcher(text.strip());
            if (!match.matches() || Double.parseDouble(match.group(1)) <= 0) {
                throw new TypeConversionException("'" + text + "' is not a rate; write 500, 500/s or 30/m");
            }
            return Double.parseDouble(match.group(1)) / ("m".equals(match.group(2)) ? 60 : 1);
        }
    }
}
