package gpudyno.node.local;

import gpudyno.model.knob.Configuration;
import gpudyno.model.node.Recommendation;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Column;
import java.util.List;
import java.util.Locale;

/// What the node can recommend from what it measured itself: the verified best of its last session, while it is not applied.
final class Recommendations {
    private Recommendations() {
    }

    static List<Recommendation> of(SessionReport report, Configuration current) {
        Column best = report.best();
        Column baseline = report.baseline();
        if (best == null || baseline == null || report.verdict() != SessionReport.Verdict.BETTER) {
            return List.of();
        }
        Configuration change = best.knobs().changedFrom(current);
        Double bestHeld = best.heldRate();
        Double baselineHeld = baseline.heldRate();
        if (change.values().isEmpty() || bestHeld == null || baselineHeld == null) {
            return List.of();
        }
        return List.of(new Recommendation("Apply the best of session " + report.id(), change,
                String.format(Locale.ROOT, "holds %.0f req/s, the baseline %.0f", bestHeld, baselineHeld),
                "verified by session " + report.id()));
    }
}
