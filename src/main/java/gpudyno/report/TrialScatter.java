package gpudyno.report;

import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.Profile;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Column;
import gpudyno.model.tune.Trial;
import gpudyno.model.tune.Trial.Purpose;
import gpudyno.model.tune.Trial.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Every search trial as a point of throughput against p95: a dot where it met the targets, a cross where it did not, the baseline a
/// diamond, the best ringed, the p95 target a dashed line.
final class TrialScatter {
    private static final int WIDTH = 540;
    private static final int HEIGHT = 300;

    private final SessionReport report;
    private final Profile profile;
    private final List<Trial> trials;

    TrialScatter(SessionReport report, Profile profile) {
        this.report = report;
        this.profile = profile;
        this.trials = report.trials().stream()
                .filter(trial -> trial.purpose() == Purpose.SEARCH && has(trial.meters().get(DerivedMeters.LATENCY_P95))
                        && has(trial.meters().get(DerivedMeters.THROUGHPUT)))
                .toList();
    }

    private static boolean has(@Nullable Double value) {
        return value != null && Double.isFinite(value) && value > 0;
    }

    String svg() {
        Html svg = new Html();
        if (trials.isEmpty()) {
            return svg.element("p class=\"muted\"", "No search trial was measured.").toString();
        }
        Axis x = Axis.linear(trials.stream().mapToDouble(trial -> value(trial, DerivedMeters.THROUGHPUT)).max().orElse(1), 52, WIDTH - 12);
        double lowest = trials.stream().mapToDouble(trial -> value(trial, DerivedMeters.LATENCY_P95)).min().orElse(1);
        double highest = trials.stream().mapToDouble(trial -> value(trial, DerivedMeters.LATENCY_P95)).max().orElse(10);
        double bound = profile.target(DerivedMeters.LATENCY_P95).map(target -> target.bound()).orElse(highest);
        Axis y = Axis.logarithmic(Math.min(lowest, bound), Math.max(highest, bound), HEIGHT - 36, 12);
        svg.format("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Trials: p95 against throughput\">", WIDTH, HEIGHT);
        axes(svg, x, y);
        profile.target(DerivedMeters.LATENCY_P95).ifPresent(target -> {
            svg.format("<path class=\"slo\" d=\"M52 %.1fH%d\"/>", y.at(target.bound()), WIDTH - 12);
            svg.format("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">target</text>", WIDTH - 14, y.at(target.bound()) - 4).raw("");
        });
        trials.forEach(
                trial -> point(svg, trial, x.at(value(trial, DerivedMeters.THROUGHPUT)), y.at(value(trial, DerivedMeters.LATENCY_P95))));
        column(svg, report.baseline(), x, y, "<path class=\"s2\" d=\"M%1$.1f %2$.1fm0-6l6 6l-6 6l-6-6z\"><title>baseline</title></path>");
        column(svg, report.best(), x, y, "<circle class=\"ring\" cx=\"%1$.1f\" cy=\"%2$.1f\" r=\"8\"><title>best</title></circle>");
        return svg.raw("</svg>").toString();
    }

    private static double value(Trial trial, String meter) {
        return trial.meters().getOrDefault(meter, Double.NaN);
    }

    private static void axes(Html svg, Axis x, Axis y) {
        for (double tick : y.ticks()) {
            svg.format("<path class=\"grid\" d=\"M52 %1$.1fH%2$d\"/><text x=\"46\" y=\"%3$.1f\" text-anchor=\"end\">", y.at(tick),
                    WIDTH - 12, y.at(tick) + 4)
                    .text(Axis.label(tick)).raw("</text>");
        }
        for (double tick : x.ticks()) {
            svg.format("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">", x.at(tick), HEIGHT - 20).text(Axis.label(tick)).raw("</text>");
        }
        svg.format("<path class=\"axis\" d=\"M52 %1$dH%2$d\"/>", HEIGHT - 36, WIDTH - 12);
        svg.format("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">correct answers a second · p95 in ms upward</text>", WIDTH - 12,
                HEIGHT - 4);
    }

    private static void point(Html svg, Trial trial, double x, double y) {
        svg.raw("<g>").element("title", "#" + trial.number() + " " + trial.status().label() + " " + trial.config()
                + (trial.reason().isEmpty() ? "" : ": " + trial.reason()));
        if (trial.status() == Status.FEASIBLE) {
            svg.format("<circle class=\"s1\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"/>", x, y);
        } else {
            svg.format("<path class=\"cross\" d=\"M%.1f %.1fm-3-3l6 6m0-6l-6 6\"/>", x, y);
        }
        svg.raw("</g>");
    }

    private static void column(Html svg, @Nullable Column column, Axis x, Axis y, String shape) {
        Double throughput = column == null ? null : column.meters().get(DerivedMeters.THROUGHPUT);
        Double p95 = column == null ? null : column.meters().get(DerivedMeters.LATENCY_P95);
        if (throughput != null && p95 != null) {
            svg.format(shape, x.at(throughput), y.at(p95));
        }
    }
}
