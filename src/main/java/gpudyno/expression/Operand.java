package gpudyno.expression;

import gpudyno.model.meter.ForesightMeters;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A figure an expression asks for.
///
/// @param aggregate how the meter's series and the window's values become one figure
/// @param meter id of a meter or a derived figure
/// @param window over how long; empty for the window of whoever evaluates
/// @param objective of a burn rate, in percent; 0 otherwise
public record Operand(Aggregate aggregate, String meter, Optional<Duration> window, double objective) {
    /// How a figure is made. All but the first take every series together.
    public enum Aggregate {
        /// The meter by its name: one series of it (the mean level of a gauge, the growth per second of a counter).
        SERIES,
        /// The greatest among the series: of the mean levels of gauges, of the growths per second of counters.
        MAX,
        /// The least among the series.
        MIN,
        /// Of gauges the sum of the levels; of counters the growth within the window.
        SUM,
        /// The mean level, or the mean of a distribution's values.
        MEAN,
        /// How many values a distribution observed; of other meters, how many series there are.
        COUNT,
        /// The growth of a counter per second, or the values of a distribution per second.
        RATE,
        /// Median of a distribution.
        P50,
        /// 90th percentile of a distribution.
        P90,
        /// 95th percentile of a distribution.
        P95,
        /// 99th percentile of a distribution.
        P99,
        /// Share of failed requests over the share an objective allows: at 1 the error budget lasts exactly its period (Google, "The Site
        /// Reliability Workbook", chapter 5).
        BURN,
        /// What a meter is forecast to read, the window's length from now; the node tells it as `forecast.value`.
        FORECAST;

        private static final Map<String, Aggregate> BY_NAME = Stream.of(values()).filter(one -> one != SERIES)
                .collect(Collectors.toUnmodifiableMap(Aggregate::label, Function.identity()));

        /// As it is written in an expression.
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        static List<String> names() {
            return BY_NAME.keySet().stream().sorted().toList();
        }

        static Aggregate named(String name) {
            Aggregate found = BY_NAME.get(name);
            if (found == null) {
                throw new IllegalArgumentException("there is no function " + name + "; there are " + names());
            }
            return found;
        }
    }

    static Operand series(String meter) {
        return new Operand(Aggregate.SERIES, meter, Optional.empty(), 0);
    }

    /// The name of the variable a macro becomes. It holds no dot, which the checker would take for a path, and a `|`, which no meter does.
    String variable() {
        return (aggregate.label() + "|" + meter + "|" + window.map(Duration::toSeconds).orElse(0L) + "|" + objective).replace('.', '~');
    }

    static boolean isVariable(String name) {
        return name.indexOf('|') >= 0;
    }

    static Operand ofVariable(String name) {
        String[] parts = name.replace('~', '.').split("\\|", 4);
        long seconds = Long.parseLong(parts[2]);
        return new Operand(Aggregate.named(parts[0]), parts[1], seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds)),
                Double.parseDouble(parts[3]));
    }

    @Override
    public String toString() {
        if (aggregate == Aggregate.FORECAST) {
            return "forecast(\"" + meter + "\", \"" + ForesightMeters.label(window.orElseThrow()) + "\")";
        }
        String inside = aggregate == Aggregate.BURN ? String.valueOf(objective) : meter;
        String over = window.map(length -> ", \"" + length.toSeconds() + "s\"").orElse("");
        return aggregate == Aggregate.SERIES ? meter : aggregate.label() + "(" + inside + over + ")";
    }
}
