package gpudyno.tune;

import gpudyno.model.knob.Configuration;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.tune.Explanation.Share;
import gpudyno.model.tune.TrialFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Resets the changed knobs one after the other, from the best configuration to the baseline, and measures the remaining performance after
/// each step (Fawcett and Hoos, "Analysing differences between algorithm configurations through ablation", 2016, with a fixed order). The
/// loss in each step is that knob's part of the gain, given the knobs that are still changed.
final class Ablation {
    private static final double WINDOW_SECONDS = 1;

    private final Trials trials;
    private final Budget budget;

    Ablation(Trials trials, Budget budget) {
        this.trials = trials;
        this.budget = budget;
    }

    /// @param order of the moved knobs
    /// @param rate the offered rate, higher than the best configuration can answer
    /// @return empty if the budget or a failed step ended it early
    List<Share> of(Configuration baseline, Configuration best, List<String> order, double rate, double share)
            throws InterruptedException {
        Map<String, Double> losses = new HashMap<>();
        Configuration at = best;
        try {
            trials.nextRound();
            double before = answers(at, rate);
            for (String knob : order) {
                if (!budget.lasts(share)) {
                    return List.of();
                }
                at = at.with(knob, java.util.Objects.requireNonNull(baseline.get(knob)));
                double after = answers(at, rate);
                losses.put(knob, Math.max(0, Math.log(before / after)));
                before = after;
            }
        } catch (TrialFailure _) {
            // The trial records the reason. Without this step, the parts do not add up to the whole gain, so there is no result.
            return List.of();
        }
        List<Share> gains = new ArrayList<>();
        losses.forEach((knob, loss) -> gains.add(new Share(knob, loss)));
        return Importance.shares(gains);
    }

    private double answers(Configuration configuration, double rate) throws TrialFailure, InterruptedException {
        double answered = trials.window(configuration, rate, WINDOW_SECONDS).value(DerivedMeters.THROUGHPUT);
        if (!(answered > 0)) {
            throw new TrialFailure("gave no correct answer at " + Math.round(rate) + " requests/s");
        }
        return answered;
    }
}
