package gpudyno.report;

import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Column;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The held rates side by side, each with its 95 % interval.
final class HeldRateBars {
    private static final int WIDTH = 540;
    private static final int ROW = 56;

    private record Bar(String title, String series, double rate, List<Double> interval) {}

    private HeldRateBars() {
    }

    static String svg(SessionReport report) {
        List<Bar> bars = Stream
                .of(bar("stock", "s2", report.baseline()), bar("best with cache off", "s3", report.bestCacheOff()),
                        bar("best", "s1", report.best()))
                .filter(Objects::nonNull).map(Objects::requireNonNull).toList();
        if (bars.isEmpty()) {
            return new Html().element("p class=\"muted\"", "No held rate was measured.").toString();
        }
        Axis x = Axis.linear(bars.stream().mapToDouble(bar -> Math.max(bar.rate, bar.interval.getLast())).max().orElse(1), 8, WIDTH - 90);
        Html svg = new Html().format("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Held rates\">", WIDTH, ROW * bars.size() + 8);
        int top = 0;
        for (Bar bar : bars) {
            double low = x.at(bar.interval.getFirst());
            double high = x.at(bar.interval.getLast());
            svg.format("<text x=\"8\" y=\"%d\">", top + 18).text(bar.title).raw("</text>");
            svg.format("<rect class=\"" + bar.series + "\" x=\"8\" y=\"%d\" width=\"%.1f\" height=\"18\" rx=\"3\"/>", top + 26,
                    Math.max(1, x.at(bar.rate) - 8));
            svg.format("<path class=\"whisker\" fill=\"none\" d=\"M%1$.1f %3$dv10m0-5H%2$.1fm0-5v10\"/>", low, high, top + 30);
            svg.format("<text class=\"value\" x=\"%.1f\" y=\"%d\">%,.0f req/s</text>", Math.max(high, x.at(bar.rate)) + 8, top + 39,
                    bar.rate);
            top += ROW;
        }
        return svg.raw("</svg>").toString();
    }

    private static @Nullable Bar bar(String title, String series, @Nullable Column column) {
        if (column == null || column.heldRate() == null) {
            return null;
        }
        List<Double> interval = column.heldRateInterval();
        double rate = column.heldRate();
        if (interval == null || interval.isEmpty()) {
            return new Bar(title, series, rate, List.of(rate, rate));
        }
        // Without an upper end the whisker goes to the rate alone, or it would set the scale.
        return new Bar(title, series, rate, SessionReport.isFound(rate, interval) ? interval : List.of(interval.getFirst(), rate));
    }
}
