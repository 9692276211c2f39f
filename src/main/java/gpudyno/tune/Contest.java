package gpudyno.tune;

import gpudyno.model.knob.Configuration;
import gpudyno.model.tune.TrialFailure;
import java.util.ArrayList;
import java.util.List;

/// Which of a few good configurations holds most. All held the rate the search offered; they are probed a rung above, those that hold go on to
/// the next, until one or none is left. Where none holds a rung, those that got that far meet again half a rung lower, until the
/// rungs are closer than a probe can tell; then the one the search ranked first among them wins.
final class Contest {
    private static final double SMALLEST_RUNG = 1.15;

    private final Trials trials;
    private final Budget budget;
    private final double share;

    /// @param search for its held rate, with what the contest has shown already
    record Candidate(Configuration configuration, HeldRateSearch search) {}

    Contest(Trials trials, Budget budget, double share) {
        this.trials = trials;
        this.budget = budget;
        this.share = share;
    }

    /// @param configurations best first, at least one
    /// @param firstRung factor between one rate and the next
    Candidate among(List<Configuration> configurations, double offered, double firstRung) throws InterruptedException {
        double rung = firstRung;
        double rate = offered * rung;
        List<Candidate> left = configurations.stream().map(one -> new Candidate(one, new HeldRateSearch(offered))).toList();
        while (left.size() > 1 && rung >= SMALLEST_RUNG && budget.lasts(share)) {
            List<Candidate> held = holding(left, rate);
            if (held.isEmpty()) {
                rate /= rung;
                rung = Math.sqrt(rung);
            } else {
                left = held;
            }
            rate *= rung;
        }
        return left.getFirst();
    }

    private List<Candidate> holding(List<Candidate> candidates, double rate) throws InterruptedException {
        List<Candidate> held = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (holds(candidate, rate)) {
                held.add(candidate);
            }
        }
        return held;
    }

    /// A candidate that fails to run is out of the contest; its trial says why.
    private boolean holds(Candidate candidate, double rate) throws InterruptedException {
        try {
            HeldRateSearch.Probe probe = trials.probe(candidate.configuration, rate, Trials.SHORTEST_SECONDS);
            candidate.search.observe(rate, probe);
            return probe.held();
        } catch (TrialFailure _) {
            return false;
        }
    }
}
