package gpudyno.node.local;

import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.node.Recommendation;
import gpudyno.model.node.Recommendation.Gain;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Column;
import java.util.List;
import java.util.Locale;

/// Recommendations from the node's own measurements: the verified best of its last session, as long as it is not applied.
final class Recommendations {
    private Recommendations() {
    }

    /// @param newest the latest session, if there is one
    static List<Recommendation> of(List<SessionReport> newest, KnobRegistry knobs) {
        if (newest.isEmpty()) {
            return List.of();
        }
        SessionReport report = newest.getFirst();
        Column best = report.best();
        Column baseline = report.baseline();
        if (best == null || baseline == null || report.verdict() != SessionReport.Verdict.BETTER) {
            return List.of();
        }
        // A knob that no longer exists, or a value that a knob no longer accepts, cannot be applied. It must not be recommended forever.
        Configuration change = knobs.taken(best.knobs(), _ -> {}).changedFrom(knobs.current());
        Double bestHeld = best.heldRate();
        Double baselineHeld = baseline.heldRate();
        if (change.values().isEmpty() || bestHeld == null || baselineHeld == null) {
            return List.of();
        }
        return List.of(new Recommendation("Apply the best of session " + report.id(), change,
                String.format(Locale.ROOT, "holds %.0f req/s, the baseline %.0f", bestHeld, baselineHeld),
                "verified by session " + report.id(),
                new Gain("held rate", "req/s", baselineHeld, bestHeld,
                        best.heldRateInterval() == null ? List.of() : best.heldRateInterval()),
                report.id()));
    }
}
