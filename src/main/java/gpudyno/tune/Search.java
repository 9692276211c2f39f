package gpudyno.tune;

import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.Knob;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Target;
import gpudyno.model.tune.Goal;
import gpudyno.model.tune.Measurement;
import gpudyno.model.tune.Restriction;
import gpudyno.model.tune.Trial.Purpose;
import gpudyno.model.tune.TrialFailure;
import gpudyno.tune.strategy.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The search phase: a strategy chooses configurations, and trials measure them. If the subject also asks for the best of a part of its
/// space (such as the configurations without a cache), trials alternate between the whole space and that part, so that both questions get
/// an answer.
///
/// Each candidate first gets a short measurement. Only if it is not clearly worse than the best so far, compared with an equally short
/// measurement, it gets a full one. All are sent the same requests. The best is measured again every few trials, because a machine drifts.
final class Search {
    /// Length of the short measurement as a share of a full one: long enough to see what is clearly worse, and two thirds of the candidates
    /// end here.
    private static final double SHORT_SHARE = 0.35;
    /// Relative distance to the targets by which a short measurement may be worse than the best and still deserve a full one.
    private static final double CLEARLY_WORSE = 0.15;
    private static final int MOST_FAILURES_AT_FIRST = 10;
    private static final int RECHECK_EVERY = 8;
    private static final int PATIENCE = 30;
    /// The relative distance to every bound from which targets count as met with margin.
    private static final double MARGIN = 0.2;

    private final Trials trials;
    private final Profile profile;
    /// Targets stricter than the profile's, so that a candidate that is within a bound only by noise does not win.
    private final Profile sought;
    private final double offered;
    private final Goal goal;
    private final double seconds;
    private final Half whole;
    private final @Nullable Restriction restriction;
    private final Optional<Half> part;
    private final Set<Configuration> tried = new HashSet<>();
    private final List<Scored> scored = new ArrayList<>();
    private int failures;
    private int turn;
    private int sinceImproved;

    /// @param shortMeters of its latest short measurement
    /// @param meters of its longest
    /// @param twice whether it had a full measurement beside the short one
    record Scored(Configuration configuration, Map<String, Double> shortMeters, Map<String, Double> meters, boolean twice) {}

    /// Why a search ended.
    enum End {
        BUDGET("The search used its share of the budget."),
        EXHAUSTED("Every configuration of the space was tried."),
        TARGETS_MET("The search ended early: every target is met with margin, and the last " + PATIENCE
                + " candidates brought nothing better."),
        NO_GAIN("The search ended early: the last " + 2 * PATIENCE
                + " candidates brought no gain above a measurement's noise.");

        private final String words;

        End(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /// @param baseline its values are among those tried
    /// @param restriction a part of the space that gets a half of the trials; null, or with a knob that is not searched, for none
    Search(Trials trials, List<Knob> knobs, Configuration baseline, @Nullable Restriction restriction, Profile profile, double offered,
            double seconds, String strategy, long seed, Goal goal) {
        this.trials = trials;
        this.profile = profile;
        this.sought = Judgement.drawnIn(profile);
        this.offered = offered;
        this.goal = goal;
        this.seconds = seconds;
        whole = new Half(new KnobSpace(knobs, baseline, Configuration.EMPTY), strategy, seed);
        this.restriction = restriction;
        part = Optional.ofNullable(restriction)
                .filter(asked -> knobs.stream().anyMatch(knob -> knob.id().equals(asked.knob()) && knob.searched()))
                .map(asked -> new Half(new KnobSpace(knobs, baseline, asked.inside(Configuration.EMPTY)), strategy, seed + 1));
    }

    KnobSpace space() {
        return whole.space();
    }

    List<Scored> scored() {
        return List.copyOf(scored);
    }

    /// Runs until the share of the budget or the space is used up, or no further improvement is expected. If called again, it continues.
    End run(Budget budget, double share) throws InterruptedException {
        for (; budget.lasts(share) || scored.isEmpty() && failures < MOST_FAILURES_AT_FIRST; turn++) {
            boolean within = turn % 2 == 1 && part.isPresent();
            Optional<Configuration> candidate = (within ? part.get() : whole).next(tried, judged(within),
                    part.isPresent() && !within ? restriction : null);
            if (candidate.isEmpty()) {
                return End.EXHAUSTED;
            }
            tried.add(candidate.get());
            race(candidate.get());
            if (turn % RECHECK_EVERY == RECHECK_EVERY - 1) {
                recheckBest();
            }
            if (sinceImproved >= PATIENCE && metWithMargin()) {
                return End.TARGETS_MET;
            }
            if (sinceImproved >= 2 * PATIENCE) {
                return End.NO_GAIN;
            }
        }
        return End.BUDGET;
    }

    private List<Configuration> judged(boolean within) {
        return best(within, 1).stream().map(Scored::configuration).toList();
    }

    private void race(Configuration candidate) throws InterruptedException {
        sinceImproved++;
        try {
            boolean within = isWithin(candidate);
            List<Scored> incumbents = best(within, 1);
            Measurement first = trials.run(candidate, Purpose.SEARCH, offered, shortSeconds());
            if (first.wasStopped() && !scored.isEmpty()) {
                tell(candidate, new Outcome.Failed(first.abortedBy()), new Outcome.Failed(first.abortedBy()));
                return;
            }
            boolean promising = incumbents.isEmpty()
                    || !isClearlyWorse(judge(first.meters(), within), judge(incumbents.getFirst().shortMeters, within));
            boolean twice = promising && !first.wasStopped();
            Measurement longest = twice
                    ? trials.run(candidate, Purpose.SEARCH, offered, seconds)
                    : first;
            add(new Scored(candidate, first.meters(), longest.meters(), twice));
        } catch (TrialFailure e) {
            // It is recorded with its reason, and the search continues without it.
            failures++;
            Outcome failed = new Outcome.Failed(String.valueOf(e.getMessage()));
            tell(candidate, failed, failed);
        }
    }

    private double shortSeconds() {
        return Math.max(Trials.SHORTEST_SECONDS, seconds * SHORT_SHARE);
    }

    private void add(Scored one) {
        List<Scored> before = best(false, 1);
        scored.add(one);
        double cost = judge(one.meters, false).cost();
        if (before.isEmpty() || cost < judge(before.getFirst().meters, false).cost() - Judgement.NOISE) {
            sinceImproved = 0;
        }
        tell(one.configuration, new Outcome.Measured(cost), new Outcome.Measured(judge(one.meters, true).cost()));
    }

    private void tell(Configuration candidate, Outcome outcome, Outcome withinPart) {
        whole.tell(candidate, outcome);
        part.ifPresent(half -> half.tell(candidate, withinPart));
    }

    /// Measures the best again: the machine drifts, so candidates are compared with a recent measurement of it.
    private void recheckBest() throws InterruptedException {
        for (Scored best : best(false, 1)) {
            try {
                Measurement again = trials.run(best.configuration, Purpose.SEARCH, offered, shortSeconds());
                scored.set(scored.indexOf(best), new Scored(best.configuration, again.meters(), best.meters, best.twice));
            } catch (TrialFailure _) {
                // It ran before. The trial records why it fails now, and candidates are compared with its earlier measurement.
                failures++;
            }
        }
    }

    private boolean metWithMargin() {
        return best(false, 1).stream().anyMatch(best -> profile.targets().stream().allMatch(target -> {
            Double value = best.meters.get(target.meter());
            return value != null && target.isMetBy(value) && (target.meter().equals(DerivedMeters.THROUGHPUT) || hasRoom(target, value));
        }));
    }

    private static boolean hasRoom(Target target, double value) {
        // A share cannot exceed 100 %, so its margin is half of the distance between the bound and 100 %.
        return target.comparison() == Target.Comparison.AT_LEAST
                ? 100 - value <= (100 - target.bound()) / 2
                : target.margin(value) >= MARGIN * target.bound();
    }

    /// Whether a configuration was found that answered all requests in time, both times it was measured. It then holds more than the
    /// baseline.
    boolean holdsTheOffered() {
        return scored.stream().anyMatch(this::holdsTheOffered);
    }

    private boolean holdsTheOffered(Scored one) {
        return one.twice && holds(one.meters) && holds(one.shortMeters);
    }

    private boolean holds(Map<String, Double> meters) {
        return HeldRate.judge(new Measurement(meters), profile).held();
    }

    /// The best measured, best first, without those clearly worse than the first. The next phase compares held rates only, so a configuration
    /// that misses a target the first keeps must not reach it.
    ///
    /// @param within only those of the part, where the meter it ignores does not count
    List<Configuration> finalists(boolean within, int most) {
        List<Scored> best = best(within, most);
        return best.stream().filter(one -> isNearly(one, best.getFirst(), within)).map(Scored::configuration).toList();
    }

    /// If the first meets every target, the others must too, and with margin if it has margin. If it does not, but answers all requests,
    /// the others must be about as near to the targets. Otherwise a queue grows, and the distance of latency from its target means little:
    /// see [#isClearlyWorse].
    private boolean isNearly(Scored one, Scored best, boolean within) {
        if (judge(best.meters, within).level() == 0) {
            return judge(one.meters, within).level() == 0;
        }
        if (keepsAll(best, within)) {
            return keepsAll(one, within);
        }
        return holdsTheOffered(best)
                ? !isFarther(judge(one.meters, within), judge(best.meters, within))
                : !isClearlyWorse(judge(one.meters, within), judge(best.meters, within));
    }

    private boolean keepsAll(Scored one, boolean within) {
        return Judgement.of(one.meters, profile, ignored(within)).feasible();
    }

    private static boolean isFarther(Judgement one, Judgement best) {
        return one.violation() > best.violation() + CLEARLY_WORSE;
    }

    /// Farther from the targets, and missing more of them or giving fewer answers. Where the lowest cost is sought, also what costs clearly more
    /// and is no nearer to the targets.
    private boolean isClearlyWorse(Judgement one, Judgement best) {
        if (goal == Goal.COST && one.level() >= best.level() && one.worth() < (1 - CLEARLY_WORSE) * best.worth()) {
            return true;
        }
        return isFarther(one, best)
                && (one.missed().size() > best.missed().size() || one.throughput() < (1 - CLEARLY_WORSE) * best.throughput());
    }

    private List<Scored> best(boolean within, int most) {
        return scored.stream().filter(one -> !within || isWithin(one.configuration))
                .sorted(Comparator.comparing(one -> judge(one.meters, within), Judgement.BEST_FIRST)).limit(most).toList();
    }

    private Judgement judge(Map<String, Double> meters, boolean within) {
        return Judgement.of(meters, sought, ignored(within), goal);
    }

    /// How finalists are judged by the means of repeats: by the profile itself, because these are less noisy than the search's measurements.
    Comparator<Map<String, Double>> bestFirst(boolean within) {
        return Comparator.comparing(meters -> Judgement.of(meters, profile, ignored(within), goal), Judgement.BEST_FIRST);
    }

    private String ignored(boolean within) {
        return within && restriction != null ? restriction.ignored() : "";
    }

    private boolean isWithin(Configuration configuration) {
        return restriction != null && restriction.holds(configuration);
    }
}
