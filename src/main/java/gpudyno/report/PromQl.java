package gpudyno.report;

import gpudyno.exposition.PrometheusText;
import gpudyno.exposition.PrometheusText.Named;
import gpudyno.expression.MeterExpression;
import gpudyno.expression.Operand;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Meters.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Meters, derived figures and conditions as Prometheus's query language asks for them, in the units the meters have.
///
/// What a node judges each second over a window, Prometheus judges from samples some seconds apart: windows are a minute at least, so that any
/// usual scrape interval leaves samples in them. A condition that a node holds once a series is held of the greatest series.
final class PromQl {
    private static final Duration SHORTEST_WINDOW = Duration.ofMinutes(1);
    private static final Map<String, String> OPERATORS = Map.ofEntries(Map.entry("_&&_", "and"), Map.entry("_||_", "or"),
            Map.entry("_>_", ">"), Map.entry("_>=_", ">="), Map.entry("_<_", "<"), Map.entry("_<=_", "<="), Map.entry("_==_", "=="),
            Map.entry("_!=_", "!="), Map.entry("_+_", "+"), Map.entry("_-_", "-"), Map.entry("_*_", "*"), Map.entry("_/_", "/"),
            Map.entry("-_", "-"));
    private static final String ERRORS = "outcome=~\"" + Arrays.stream(Outcome.values()).filter(Outcome::isError).map(Outcome::label)
            .collect(Collectors.joining("|")) + "\"";
    private static final String COUNTED = "outcome=~\"" + Arrays.stream(Outcome.values())
            .filter(outcome -> outcome == Outcome.OK || outcome.isError()).map(Outcome::label).collect(Collectors.joining("|")) + "\"";
    private static final String CORRECT = "outcome=\"" + Outcome.OK.label() + "\"";

    private final Map<String, Named> names;

    /// @param meters a node has
    PromQl(Collection<Meter> meters) {
        names = PrometheusText.names(meters);
    }

    /// @param window of what names none
    /// @throws IllegalArgumentException if it asks for a meter that is not known, or for what has no counterpart
    String condition(String cel, Duration window) {
        return MeterExpression.condition(cel).written(operand -> figure(operand, window), OPERATORS);
    }

    private String figure(Operand operand, Duration usual) {
        String window = window(operand.window().orElse(usual));
        if (operand.aggregate() == Operand.Aggregate.BURN) {
            return String.format(java.util.Locale.ROOT, "(%s / %s)", derived(DerivedMeters.ERRORS_PERCENT, window).orElseThrow(),
                    100 - operand.objective());
        }
        if (operand.aggregate() == Operand.Aggregate.FORECAST) {
            throw new IllegalArgumentException(operand + ": a forecast is made by the node and has no counterpart");
        }
        Named named = names.get(operand.meter());
        if (named == null) {
            return derived(operand.meter(), window)
                    .orElseThrow(() -> new IllegalArgumentException("there is no meter " + operand.meter()));
        }
        String scale = named.scale() == 1 ? "" : " / " + named.scale();
        String plain = switch (named.meter().kind()) {
            case GAUGE -> gauge(operand.aggregate(), named.name(), window);
            case COUNTER -> counter(operand.aggregate(), named.name() + "_total", window);
            case DISTRIBUTION -> distribution(operand.aggregate(), named.name(), window);
        };
        boolean counts = operand.aggregate() == Operand.Aggregate.COUNT
                || operand.aggregate() == Operand.Aggregate.RATE && named.meter().kind() == gpudyno.model.meter.MeterKind.DISTRIBUTION;
        return counts || scale.isEmpty() ? plain : "(" + plain + scale + ")";
    }

    private static String gauge(Operand.Aggregate aggregate, String name, String window) {
        String level = "avg_over_time(" + name + window + ")";
        return switch (aggregate) {
            case SERIES, MAX -> "max(" + level + ")";
            case MIN -> "min(" + level + ")";
            case SUM -> "sum(" + level + ")";
            case MEAN -> "avg(" + level + ")";
            case COUNT -> "count(" + name + ")";
            default -> throw new IllegalArgumentException(aggregate.label() + " of a level has no counterpart");
        };
    }

    private static String counter(Operand.Aggregate aggregate, String name, String window) {
        return switch (aggregate) {
            case SERIES, MAX -> "max(rate(" + name + window + "))";
            case MIN -> "min(rate(" + name + window + "))";
            case RATE -> "sum(rate(" + name + window + "))";
            case SUM -> "sum(increase(" + name + window + "))";
            case COUNT -> "count(" + name + ")";
            default -> throw new IllegalArgumentException(aggregate.label() + " of a count has no counterpart");
        };
    }

    private static String distribution(Operand.Aggregate aggregate, String name, String window) {
        return switch (aggregate) {
            case P50 -> quantile(0.5, name, window);
            case P90 -> quantile(0.9, name, window);
            case P95 -> quantile(0.95, name, window);
            case P99 -> quantile(0.99, name, window);
            case MEAN -> "(sum(rate(" + name + "_sum" + window + ")) / sum(rate(" + name + "_count" + window + ")))";
            case COUNT -> "sum(increase(" + name + "_count" + window + "))";
            case RATE -> "sum(rate(" + name + "_count" + window + "))";
            default -> throw new IllegalArgumentException(aggregate.label() + " of a distribution has no counterpart");
        };
    }

    private static String quantile(double share, String name, String window) {
        return "histogram_quantile(" + share + ", sum by (le) (rate(" + name + "_bucket" + window + ")))";
    }

    /// A derived figure over a window such as `[5m]` or `[$__rate_interval]`; empty if it is none.
    Optional<String> derived(String id, String window) {
        return Optional.ofNullable(switch (id) {
            case DerivedMeters.MEMORY_PERCENT -> gauge(Operand.Aggregate.MAX, name(Meters.MEMORY), window);
            case DerivedMeters.CACHE_HIT_PERCENT -> "(100 * " + rate(Meters.CACHE_HITS, "", window) + " / ("
                    + rate(Meters.CACHE_HITS, "", window) + " + " + rate(Meters.CACHE_MISSES, "", window) + " + "
                    + rate(Meters.CACHE_COALESCED, "", window) + "))";
            case DerivedMeters.LATENCY_P50 -> millis(0.5, Meters.RESPONSE, window);
            case DerivedMeters.LATENCY_P95 -> millis(0.95, Meters.RESPONSE, window);
            case DerivedMeters.LATENCY_P99 -> millis(0.99, Meters.RESPONSE, window);
            case DerivedMeters.LATENCY_MISS_P95 -> millis(0.95, Meters.RESPONSE_MISS, window);
            // No error yet is no series yet.
            case DerivedMeters.ERRORS_PERCENT -> "(100 * (" + rate(Meters.REQUESTS, ERRORS, window) + " or vector(0)) / "
                    + rate(Meters.REQUESTS, COUNTED, window) + ")";
            case DerivedMeters.THROUGHPUT -> rate(Meters.REQUESTS, CORRECT, window);
            case DerivedMeters.OFFERED -> rate(Meters.ARRIVALS, "", window);
            default -> null;
        });
    }

    private String millis(double share, Meter meter, String window) {
        return "(1000 * " + quantile(share, name(meter), window) + ")";
    }

    String rate(Meter meter, String labels, String window) {
        return "sum(rate(" + name(meter) + "_total" + (labels.isEmpty() ? "" : "{" + labels + "}") + window + "))";
    }

    String name(Meter meter) {
        Named named = names.get(meter.id());
        if (named == null) {
            throw new IllegalArgumentException("there is no meter " + meter.id());
        }
        return named.name();
    }

    private static String window(Duration length) {
        return "[" + Math.max(SHORTEST_WINDOW.toSeconds(), length.toSeconds()) + "s]";
    }
}
