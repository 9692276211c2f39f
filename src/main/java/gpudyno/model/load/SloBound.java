package gpudyno.model.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A bound as people write it, such as `p95=500ms`, `ttft.p95=200ms`, `errors=1%` or `goodput=95%`.
///
/// @param meter `errors`, `goodput`, or one of `mean`, `p50`, `p90`, `p95`, `p99`, `p999`, `max` alone (end to end) or after `ttft.` or `tpot.`
/// @param bound milliseconds, or percent for errors (at most) and goodput (at least)
public record SloBound(String meter, double bound) {
    private static final Pattern TEXT = Pattern
            .compile(
                    "((?:ttft\\.|tpot\\.)?(?:mean|p50|p90|p95|p99|p999|max))=([0-9]+(?:\\.[0-9]+)?)(ms|s)|(errors|goodput)=([0-9]+(?:\\.[0-9]+)?)%");

    private static final double MOST = 1e9;

    public SloBound {
        if (!(bound >= 0 && bound <= MOST)) {
            throw new IllegalArgumentException("a bound on " + meter + " lies from 0 to 1,000,000,000, got " + bound);
        }
    }

    /// Reads `p95=500ms,errors=1%`.
    ///
    /// @throws IllegalArgumentException naming the part that is no bound
    public static List<SloBound> parse(String text) {
        List<SloBound> bounds = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher match = TEXT.matcher(part.strip().toLowerCase(Locale.ROOT));
            if (!match.matches()) {
                throw new IllegalArgumentException(
                        "'" + part + "': a bound such as p95=500ms, ttft.p95=200ms or errors=1% is needed; known are mean, p50,"
                                + " p90, p95, p99, p999, max, the same after ttft. and tpot., errors and goodput");
            }
            bounds.add(match.group(4) != null
                    ? new SloBound(match.group(4), Double.parseDouble(match.group(5)))
                    : new SloBound(match.group(1), Double.parseDouble(match.group(2)) * ("s".equals(match.group(3)) ? 1000 : 1)));
        }
        return bounds;
    }

    /// Whether it bounds a latency that grows with the time a request waits its turn.
    public boolean isOfWaiting() {
        return !meter.startsWith("tpot.") && !isPercent(meter);
    }

    /// Whether it is a share in percent, not a time in milliseconds.
    public static boolean isPercent(String meter) {
        return meter.equals("errors") || meter.equals("goodput");
    }
}
