package gpudyno.tune;

import gpudyno.model.knob.Configuration;
import gpudyno.model.tune.TrialFailure;
import java.util.ArrayList;
import java.util.List;

/// Which of a few good configurations holds most: all are probed at one rate, those that hold go on to twice the rate, until one or none is
/// left. Where none holds a rung, the one the search ranked first among those that got that far wins.
final class Contest {
    private static final double RUNG = 2;

    private final Trials trials;
    private final double probeSeconds;
    private final Budget budget;
    private final double share;

    /// @param staircase of the winner, from what the contest has shown already
    record Winner(Configuration configuration, Staircase staircase) {}

    Contest(Trials trials, double probeSeconds, Budget budget, double share) {
        this.trials = trials;
        this.probeSeconds = probeSeconds;
        this.budget = budget;
        this.share = share;
    }

    /// @param candidates best first, at least one
    Winner among(List<Configuration> candidates, double offered) throws InterruptedException {
        double good = 0;
        double rate = offered;
        List<Configuration> left = candidates;
        while (budget.lasts(share)) {
            List<Configuration> held = holding(left, rate);
            if (held.isEmpty()) {
                return new Winner(left.getFirst(), good == 0 ? new Staircase(rate / RUNG) : Staircase.between(good, rate));
            }
            left = held;
            good = rate;
            rate *= RUNG;
        }
        return new Winner(left.getFirst(), good == 0 ? new Staircase(rate) : Staircase.between(good, Double.POSITIVE_INFINITY));
    }

    private List<Configuration> holding(List<Configuration> candidates, double rate) throws InterruptedException {
        List<Configuration> held = new ArrayList<>();
        for (Configuration candidate : candidates) {
            if (holds(candidate, rate)) {
                held.add(candidate);
            }
        }
        return held;
    }

    /// A candidate that fails to run is out of the contest; its trial says why.
    private boolean holds(Configuration candidate, double rate) throws InterruptedException {
        try {
            return trials.holds(candidate, rate, probeSeconds);
        } catch (TrialFailure _) {
            return false;
        }
    }
}
