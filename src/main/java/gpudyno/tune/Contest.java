package gpudyno.tune;

import gpudyno.model.knob.Configuration;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.tune.TrialFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Finds which of a few good configurations holds the highest rate. All of them held the rate of the search, or nearly. They are probed at
/// a rate one step higher, and those that hold it go on to the next step. If none holds a step, those that got that far race at its rate:
/// all are overloaded there, so each answers as many requests as it can. They are measured in rounds of short windows with the same
/// requests, and leave the race once they are clearly behind (Maron and Moore, 1994).
final class Contest {
    private static final double WINDOW_SECONDS = 1;
    private static final int MOST_ROUNDS = 8;
    private static final int FIRST_CUT = 3;
    /// How far behind a configuration must be to leave the race, in standard errors of the paired differences.
    private static final double CLEARLY_BEHIND = 2.5;

    private final Trials trials;
    private final Budget budget;
    private final double share;

    /// @param search the search for its held rate, including the probes of the contest
    /// @param answers logarithms of its correct answers a second in the rounds of the race
    record Candidate(Configuration configuration, HeldRateSearch search, List<Double> answers) {}

    Contest(Trials trials, Budget budget, double share) {
        this.trials = trials;
        this.budget = budget;
        this.share = share;
    }

    /// @param configurations best first, at least one
    /// @param rung factor between one rate and the next
    Candidate among(List<Configuration> configurations, double offered, double rung) throws InterruptedException {
        List<Candidate> left = configurations.stream().map(one -> new Candidate(one, new HeldRateSearch(offered), new ArrayList<>()))
                .toList();
        for (double rate = offered * rung; left.size() > 1 && budget.lasts(share); rate *= rung) {
            List<Candidate> held = holding(left, rate);
            if (held.isEmpty()) {
                return race(left, rate);
            }
            left = held;
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

    /// A candidate that fails to run leaves the contest; its trial records the reason.
    private boolean holds(Candidate candidate, double rate) throws InterruptedException {
        try {
            HeldRateSearch.Probe probe = trials.probe(candidate.configuration, rate, Trials.SHORTEST_SECONDS);
            candidate.search.observe(rate, probe);
            return probe.held();
        } catch (TrialFailure _) {
            return false;
        }
    }

    private Candidate race(List<Candidate> candidates, double rate) throws InterruptedException {
        List<Candidate> left = new ArrayList<>(candidates);
        for (int round = 1; round <= MOST_ROUNDS && left.size() > 1 && budget.lasts(share); round++) {
            trials.nextRound();
            List<Candidate> failed = new ArrayList<>();
            for (Candidate candidate : left) {
                if (!runs(candidate, rate)) {
                    failed.add(candidate);
                }
            }
            if (failed.size() < left.size()) {
                left.removeAll(failed);
            }
            Candidate leader = leader(left);
            if (round >= FIRST_CUT) {
                left.removeIf(candidate -> !candidate.configuration.equals(leader.configuration) && isClearlyBehind(candidate, leader));
            }
        }
        return leader(left);
    }

    private boolean runs(Candidate candidate, double rate) throws InterruptedException {
        try {
            double answered = trials.window(candidate.configuration, rate, WINDOW_SECONDS).value(DerivedMeters.THROUGHPUT);
            candidate.answers.add(Math.log(Math.max(answered, 1e-3)));
            return answered > 0;
        } catch (TrialFailure _) {
            return false;
        }
    }

    private static Candidate leader(List<Candidate> candidates) {
        ToDoubleFunction<Candidate> answers = candidate -> candidate.answers.isEmpty()
                ? Double.NEGATIVE_INFINITY
                : new SignedRank(candidate.answers).estimate();
        Candidate leader = candidates.getFirst();
        for (Candidate candidate : candidates) {
            leader = answers.applyAsDouble(candidate) > answers.applyAsDouble(leader) ? candidate : leader;
        }
        return leader;
    }

    private static boolean isClearlyBehind(Candidate candidate, Candidate leader) {
        int rounds = Math.min(candidate.answers.size(), leader.answers.size());
        List<Double> behind = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            behind.add(leader.answers.get(round) - candidate.answers.get(round));
        }
        double mean = Bootstrap.mean(behind);
        double squares = behind.stream().mapToDouble(one -> (one - mean) * (one - mean)).sum();
        return mean > CLEARLY_BEHIND * Math.sqrt(squares / (rounds - 1) / rounds);
    }
}
