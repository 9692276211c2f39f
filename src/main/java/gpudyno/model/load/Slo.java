package gpudyno.model.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A bound on a run's figures, such as `p95=500ms`, `ttft.p95=200ms`, `errors=1%` or `goodput=95%`. Latencies and TTFT are judged on the
/// intended clock.
///
/// @param meter `errors`, `goodput`, or one of `mean`, `p50`, `p90`, `p95`, `p99`, `p999`, `max` alone (end to end) or after `ttft.` or `tpot.`
/// @param bound milliseconds, or percent for errors (at most) and goodput (at least)
public record Slo(String meter, double bound) {
    private static final Pattern TEXT = Pattern
            .compile(
                    "((?:ttft\\.|tpot\\.)?(?:mean|p50|p90|p95|p99|p999|max))=([0-9]+(?:\\.[0-9]+)?)(ms|s)|(errors|goodput)=([0-9]+(?:\\.[0-9]+)?)%");

    private static final double MOST = 1e9;

    public Slo {
        if (!(bound >= 0 && bound <= MOST)) {
            throw new IllegalArgumentException("a bound on " + meter + " lies from 0 to 1,000,000,000, got " + bound);
        }
    }

    /// Reads `p95=500ms,errors=1%`.
    ///
    /// @throws IllegalArgumentException naming the part that is no bound
    public static List<Slo> parse(String text) {
        List<Slo> bounds = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher match = TEXT.matcher(part.strip().toLowerCase(Locale.ROOT));
            if (!match.matches()) {
                throw new IllegalArgumentException(
                        "'" + part + "': a bound such as p95=500ms, ttft.p95=200ms or errors=1% is needed; known are mean, p50,"
                                + " p90, p95, p99, p999, max, the same after ttft. and tpot., errors and goodput");
            }
            bounds.add(match.group(4) != null
                    ? new Slo(match.group(4), Double.parseDouble(match.group(5)))
                    : new Slo(match.group(1), Double.parseDouble(match.group(2)) * ("s".equals(match.group(3)) ? 1000 : 1)));
        }
        return bounds;
    }

    /// Judges the figures of a whole run.
    public SloVerdict judge(RunReport report) {
        double value = value(report);
        boolean met = meter.equals("goodput") ? value >= bound : value <= bound;
        return new SloVerdict(meter, bound, Double.isNaN(value) ? null : value, met);
    }

    /// Whether one request can keep it: an average, and the share of errors or good answers, is only of a run.
    public boolean isOfOneRequest() {
        return !meter.endsWith("mean") && !isPercent(meter);
    }

    /// Whether it bounds a latency that grows with the time a request waits its turn.
    public boolean isOfWaiting() {
        return !meter.startsWith("tpot.") && !isPercent(meter);
    }

    /// Whether a meter is a share in percent, not a time in milliseconds.
    public static boolean isPercent(String meter) {
        return meter.equals("errors") || meter.equals("goodput");
    }

    /// Whether a part of a run, such as a step, missed this bound. Only end-to-end latency, TTFT and errors are known of a part; a bound on
    /// anything else is not missed by it.
    public boolean isMissedBy(@Nullable LatencySummary latency, @Nullable LatencySummary firstOutput, double errorsPercent) {
        if (meter.equals("errors")) {
            return errorsPercent > bound;
        }
        if (meter.startsWith("ttft.")) {
            return !(figure(firstOutput, meter.substring(5)) <= bound);
        }
        return !meter.contains(".") && !meter.equals("goodput") && !(figure(latency, meter) <= bound);
    }

    /// Natural logarithm of the measured value over the bound, the other way round for goodput: 0 at the bound, above where it is missed.
    /// Infinite where nothing was measured; an exact zero counts as a thousandth of the bound.
    public double margin(RunReport report) {
        double value = value(report);
        if (Double.isNaN(value)) {
            return Double.POSITIVE_INFINITY;
        }
        double ratio = meter.equals("goodput") ? bound / Math.max(value, bound * 1e-3) : value / bound;
        return Math.log(Math.max(ratio, 1e-3));
    }

    /// Whether a latency stays above the bound with as much as `millis` taken off it. Never true of errors and goodput, whose part that the
    /// generator caused nothing tells.
    public boolean isMissedBeyond(double millis, RunReport report) {
        return !isPercent(meter) && value(report) - millis > bound;
    }

    private double value(RunReport report) {
        if (meter.equals("errors")) {
            return report.errors().percent();
        }
        if (meter.equals("goodput")) {
            return report.goodput() == null ? Double.NaN : report.goodput().percent();
        }
        if (meter.startsWith("ttft.")) {
            return figure(report.ttft() == null ? null : report.ttft().intended(), meter.substring(5));
        }
        return meter.startsWith("tpot.") ? figure(report.tpot(), meter.substring(5)) : figure(report.latency().intended(), meter);
    }

    private static double figure(@Nullable LatencySummary latency, String name) {
        if (latency == null) {
            return Double.NaN;
        }
        return switch (name) {
            case "mean" -> latency.mean();
            case "p50" -> latency.p50();
            case "p90" -> latency.p90();
            case "p95" -> latency.p95();
            case "p99" -> latency.p99();
            case "p999" -> latency.p999();
            case "max" -> latency.max();
            default -> throw new IllegalStateException(name);
        };
    }
}
