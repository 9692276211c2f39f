package gpudyno.tune;

import gpudyno.model.knob.Configuration;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.Profile;
import gpudyno.model.tune.Measurement;
import gpudyno.model.tune.Trial.Purpose;
import gpudyno.model.tune.TrialFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Random start, then neighbours of the best. Trials alternate between the whole space and its half with the cache off, so that both
/// questions get an answer: what is best, and what is best when no answer comes from memory.
///
/// Each candidate is measured shortly first; only one that is not clearly worse than the best so far gets a full measurement.
final class Search {
    static final String CACHE = "cache.enabled";
    private static final int RANDOM_START = 6;
    private static final double SHORT_SHARE = 0.35;
    /// Relative distance to the targets by which a short measurement may be worse than the best and still deserve a full one.
    private static final double CLEARLY_WORSE = 0.15;
    private static final int MOST_FAILURES_AT_FIRST = 10;
    private static final int MOST_REDRAWS = 50;

    private final Trials trials;
    private final Neighbourhood neighbourhood;
    private final Profile profile;
    private final double offered;
    private final double seconds;
    private final Set<Configuration> tried = new HashSet<>();
    private int failures;
    private final List<Scored> scored = new ArrayList<>();

    /// @param meters of its full measurement
    record Scored(Configuration configuration, Map<String, Double> meters) {}

    Search(Trials trials, Neighbourhood neighbourhood, Profile profile, double offered, double seconds) {
        this.trials = trials;
        this.neighbourhood = neighbourhood;
        this.profile = profile;
        this.offered = offered;
        this.seconds = seconds;
    }

    /// Runs until the budget's share is used up or the space is.
    void run(Budget budget, double share) throws InterruptedException {
        for (int turn = 0; budget.lasts(share) || scored.isEmpty() && failures < MOST_FAILURES_AT_FIRST; turn++) {
            Configuration candidate = untried(turn, turn % 2 == 1 && neighbourhood.has(CACHE));
            if (!tried.add(candidate)) {
                return;
            }
            race(candidate);
        }
    }

    private void race(Configuration candidate) throws InterruptedException {
        try {
            boolean cacheOff = isCacheOff(candidate);
            List<Scored> incumbents = best(cacheOff, 1);
            Measurement first = trials.run(candidate, Purpose.SEARCH, offered, Math.max(Trials.SHORTEST_SECONDS, seconds * SHORT_SHARE));
            if (!first.abortedBy().isEmpty() && !scored.isEmpty()) {
                return;
            }
            boolean promising = incumbents.isEmpty()
                    || !isClearlyWorse(judge(first.meters(), cacheOff), judge(incumbents.getFirst().meters, cacheOff));
            if (promising && first.abortedBy().isEmpty()) {
                first = trials.run(candidate, Purpose.SEARCH, offered, seconds);
            }
            scored.add(new Scored(candidate, first.meters()));
        } catch (TrialFailure _) {
            // Recorded with its reason; the search goes on without it.
            failures++;
        }
    }

    private Configuration untried(int turn, boolean cacheOff) {
        Configuration candidate = draw(turn, cacheOff);
        for (int redraw = 0; redraw < MOST_REDRAWS && tried.contains(candidate); redraw++) {
            candidate = draw(RANDOM_START + 4, cacheOff);
        }
        return candidate;
    }

    /// The first few are drawn at random, with the cache on and off in turn; later every fifth still is random, so that a search does not end on the first hill.
    private Configuration draw(int turn, boolean cacheOff) {
        List<Scored> base = best(cacheOff, 1);
        Configuration drawn = base.isEmpty() || turn < RANDOM_START || turn % 5 == 4
                ? neighbourhood.anywhere()
                : neighbourhood.near(base.getFirst().configuration);
        if (cacheOff) {
            return drawn.with(CACHE, false);
        }
        return turn < RANDOM_START && neighbourhood.has(CACHE) ? drawn.with(CACHE, true) : drawn;
    }

    /// The best measured, best first, without those clearly worse than the first: farther from the targets, and missing more of them or giving fewer
    /// answers. (Where a queue grows, how far latency is from its target says little.)
    ///
    /// @param cacheOff only those with the cache off, whose hit ratio then does not count
    List<Configuration> finalists(boolean cacheOff, int most) {
        List<Scored> best = best(cacheOff, most);
        return best.stream().filter(one -> !isClearlyWorse(judge(one.meters, cacheOff), judge(best.getFirst().meters, cacheOff)))
                .map(Scored::configuration).toList();
    }

    private static boolean isClearlyWorse(Judgement one, Judgement best) {
        boolean farther = one.violation() > best.violation() + CLEARLY_WORSE;
        return farther && (one.missed().size() > best.missed().size() || one.throughput() < (1 - CLEARLY_WORSE) * best.throughput());
    }

    private List<Scored> best(boolean cacheOff, int most) {
        return scored.stream().filter(one -> !cacheOff || isCacheOff(one.configuration))
                .sorted(Comparator.comparing(one -> judge(one.meters, cacheOff), Judgement.BEST_FIRST)).limit(most).toList();
    }

    private Judgement judge(Map<String, Double> meters, boolean cacheOff) {
        return Judgement.of(meters, profile, cacheOff ? DerivedMeters.CACHE_HIT_PERCENT : "");
    }

    private static boolean isCacheOff(Configuration configuration) {
        return Boolean.FALSE.equals(configuration.get(CACHE));
    }
}
