package gpudyno.tune;

import gpudyno.model.knob.Configuration;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Target;
import gpudyno.model.target.Target.Comparison;
import gpudyno.model.tune.SessionReport.Column;
import gpudyno.model.tune.SessionReport.Completion;
import gpudyno.model.tune.SessionReport.Completions;
import gpudyno.model.tune.SessionReport.Verdict;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Turns repeated measurements into columns, and columns into a verdict that noise alone does not produce.
final class Verification {
    private static final double CLEAR = 1.25;

    private Verification() {
    }

    static Column column(Configuration knobs, HeldRate held, List<Map<String, Double>> repeats, long seed) {
        TreeSet<String> meters = new TreeSet<>();
        repeats.forEach(repeat -> meters.addAll(repeat.keySet()));
        Map<String, Double> means = new TreeMap<>();
        Map<String, List<Double>> intervals = new TreeMap<>();
        for (String meter : meters) {
            List<Double> values = repeats.stream().filter(repeat -> repeat.containsKey(meter))
                    .map(repeat -> java.util.Objects.requireNonNull(repeat.get(meter))).toList();
            means.put(meter, Bootstrap.mean(values));
            intervals.put(meter, Bootstrap.interval(values, seed));
        }
        return new Column(knobs, held.measured() ? held.rate() : null, held.interval().isEmpty() ? null : held.interval(), means,
                intervals);
    }

    static Completion completion(Column column, Profile profile) {
        List<String> missed = Judgement.of(column.meters(), profile, "").missed();
        return new Completion(profile.targets().size() - missed.size(), profile.targets().size(), missed);
    }

    static Completions completions(Column baseline, Column best, Profile profile) {
        return new Completions(completion(baseline, profile), completion(best, profile));
    }

    /// Whether the held rates alone show that one is better: with 99 % confidence it holds at least a quarter more. Neither a few lucky
    /// probes nor the choice of the luckiest among equals produces such a ratio.
    static boolean clearlyHoldsMore(HeldRate best, HeldRate baseline) {
        return best.known() && (baseline.known() ? best.over(baseline).isSurelyAbove(CLEAR) : baseline.high() * CLEAR < best.low());
    }

    /// "Better" means that the best surely meets more targets than the baseline possibly meets, or that it meets as many and either holds
    /// clearly more or has won the duel. "Surely" uses the bad end of each interval, "possibly" the good end.
    static Verdict verdict(Column baseline, Column best, boolean clear, boolean wonDuel, Profile profile) {
        long sure = profile.targets().stream().filter(target -> metAt(best, target, false)).count();
        long claimed = profile.targets().stream().filter(target -> metAt(baseline, target, true)).count();
        boolean meetsAsMany = completion(best, profile).met() >= completion(baseline, profile).met();
        return sure > claimed || meetsAsMany && (clear || wonDuel) ? Verdict.BETTER : Verdict.NO_BETTER;
    }

    /// Where the lowest cost is sought, "better" means that the best keeps every target, and that its cost lies below the baseline's with the
    /// whole of both intervals.
    static Verdict cheaper(Column baseline, Column best, Profile profile) {
        String meter = Judgement.costMeter(best.meters());
        List<Double> before = baseline.intervals().get(meter);
        List<Double> after = best.intervals().get(meter);
        boolean below = before != null && after != null && after.getLast() < before.getFirst();
        return below && completion(best, profile).missed().isEmpty() ? Verdict.BETTER : Verdict.NO_BETTER;
    }

    private static boolean metAt(Column column, Target target, boolean goodEnd) {
        List<Double> interval = column.intervals().get(target.meter());
        if (interval == null) {
            return false;
        }
        boolean highIsGood = target.comparison() == Comparison.AT_LEAST;
        return target.isMetBy(highIsGood == goodEnd ? interval.getLast() : interval.getFirst());
    }
}
