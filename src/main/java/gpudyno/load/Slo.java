package gpudyno.load;

import gpudyno.model.load.RunReport;
import gpudyno.model.load.SloVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A bound on a run's figures, such as `p95=500ms` or `errors=1%`. Latencies are judged on the intended clock.
///
/// @param meter one of `mean`, `p50`, `p90`, `p95`, `p99`, `p999`, `max`, `errors`
/// @param bound milliseconds, or percent for errors
public record Slo(String meter, double bound) {
    private static final Pattern TEXT = Pattern.compile("(mean|p50|p90|p95|p99|p999|max)=([0-9.]+)(ms|s)|(errors)=([0-9.]+)%");

    /// Reads `p95=500ms,errors=1%`.
    public static List<Slo> parse(String text) {
        List<Slo> slos = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher match = TEXT.matcher(part.strip().toLowerCase(Locale.ROOT));
            if (!match.matches()) {
                throw new IllegalArgumentException("'" + part
                        + "': a bound such as p95=500ms or errors=1% is needed; known are mean, p50, p90, p95, p99, p999, max, errors");
            }
            slos.add(match.group(4) != null
                    ? new Slo("errors", Double.parseDouble(match.group(5)))
                    : new Slo(match.group(1), Double.parseDouble(match.group(2)) * ("s".equals(match.group(3)) ? 1000 : 1)));
        }
        return slos;
    }

    SloVerdict judge(RunReport report) {
        double value = value(report);
        return new SloVerdict(meter, bound, Double.isNaN(value) ? null : value, value <= bound);
    }

    private double value(RunReport report) {
        if (meter.equals("errors")) {
            return report.errors().percent();
        }
        var latency = report.latency().intended();
        if (latency == null) {
            return Double.NaN;
        }
        return switch (meter) {
            case "mean" -> latency.mean();
            case "p50" -> latency.p50();
            case "p90" -> latency.p90();
            case "p95" -> latency.p95();
            case "p99" -> latency.p99();
            case "p999" -> latency.p999();
            case "max" -> latency.max();
            default -> throw new IllegalStateException(meter);
        };
    }
}
