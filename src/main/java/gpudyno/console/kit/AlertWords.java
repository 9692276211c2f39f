package gpudyno.console.kit;

import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a rule found, said as a sentence where its expression is one people do not speak.
public final class AlertWords {
    /// `burn(99.0, "259200s") = 1.11`: the objective in percent, the window, how many times as fast as allowed the budget goes.
    private static final Pattern BURN = Pattern.compile("burn\\((\\d+(?:\\.\\d+)?), \"(\\d+)([smhd])\"\\) = (\\d+(?:\\.\\d+)?)");

    /// `p95(latency.queue, "300s") = 61.0`.
    private static final Pattern FUNCTION = Pattern
            .compile("\\b(max|min|sum|mean|count|rate|p50|p90|p95|p99)\\(([\\w.]+)(?:, \"(\\d+)([smhd])\")?\\) = (-?\\d+(?:\\.\\d+)?)");
    /// `memory.percent = 88.2`.
    private static final Pattern FIGURE = Pattern.compile("(?<![\\w.])([a-z]\\w*(?:\\.\\w+)+) = (-?\\d+(?:\\.\\d+)?)(?![\\w.]*[eE])");
    private static final Map<String, String> NAMES = Map.ofEntries(Map.entry("memory.percent", "memory"),
            Map.entry("cache.hit.percent", "cache hit ratio"), Map.entry("latency.p50.ms", "p50 latency"),
            Map.entry("latency.p95.ms", "p95 latency"), Map.entry("latency.p99.ms", "p99 latency"),
            Map.entry("latency.miss.p95.ms", "p95 latency of misses"), Map.entry("errors.percent", "error rate"),
            Map.entry("throughput.rps", "throughput"), Map.entry("offered.rps", "offered load"), Map.entry("queue.depth", "queue depth"),
            Map.entry("host.cpu.percent", "host CPU"));
    private static final Map<String, String> UNITS = Map.of("latency.p50.ms", " ms", "latency.p95.ms", " ms", "latency.p99.ms", " ms",
            "latency.miss.p95.ms", " ms", "throughput.rps", " req/s", "offered.rps", " req/s");

    private AlertWords() {
    }

    /// The figures that made an alert fire, for people.
    public static String cause(String figures) {
        String burns = BURN.matcher(figures).replaceAll(AlertWords::burn);
        String functions = FUNCTION.matcher(burns).replaceAll(AlertWords::function);
        return FIGURE.matcher(functions).replaceAll(AlertWords::figure);
    }

    private static String function(MatchResult found) {
        String what = switch (found.group(1)) {
            case "max" -> "highest ";
            case "min" -> "lowest ";
            case "mean" -> "mean ";
            case "sum" -> "sum of ";
            case "rate" -> "rate of ";
            case "count" -> "count of ";
            default -> found.group(1) + " of ";
        };
        String over = found.group(3) == null ? "" : " over " + span(Long.parseLong(found.group(3)), found.group(4));
        String unit = found.group(1).equals("rate") ? " per second" : "";
        return Matcher.quoteReplacement(what + found.group(2) + over + " is " + number(found.group(5)) + unit);
    }

    private static String figure(MatchResult found) {
        String unit = Objects.requireNonNullElse(UNITS.get(found.group(1)), found.group(1).endsWith(".percent") ? " %" : "");
        String name = Objects.requireNonNullElse(NAMES.get(found.group(1)), found.group(1));
        return Matcher.quoteReplacement(name + " is " + number(found.group(2)) + unit);
    }

    private static String number(String digits) {
        return Formats.number(Double.parseDouble(digits));
    }

    private static String span(long count, String unit) {
        return Formats.span(java.time.Duration.ofSeconds(count * seconds(unit)));
    }

    private static String burn(MatchResult found) {
        double rate = Double.parseDouble(found.group(4));
        String budget = window(Long.parseLong(found.group(2)), found.group(3)) + " error budget";
        return Matcher.quoteReplacement(rate > 1
                ? budget + " burns " + Formats.number(rate) + " × too fast"
                : budget + " burns at " + Formats.number(rate) + " × of what is allowed");
    }

    private static long seconds(String unit) {
        return switch (unit) {
            case "m" -> 60;
            case "h" -> 3600;
            case "d" -> 86_400;
            default -> 1;
        };
    }

    /// `259200`, `s` is `3-day`.
    private static String window(long count, String unit) {
        long seconds = count * seconds(unit);
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "-day";
        }
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "-hour";
        }
        return seconds % 60 == 0 ? seconds / 60 + "-minute" : seconds + "-second";
    }
}
