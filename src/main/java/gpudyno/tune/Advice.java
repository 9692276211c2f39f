package gpudyno.tune;

import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobType;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Target;
import gpudyno.model.tune.SessionReport.Column;
import gpudyno.model.tune.SessionReport.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Advice after the verdict: which target is the limiting one, and what to try next.
final class Advice {
    private static final double BUSY_GENERATOR_PERCENT = 30;

    private Advice() {
    }

    /// The limiting target: the one with the smallest relative margin at the best's mean, missed targets first; empty if none was measured.
    static String binding(Column best, Profile profile) {
        return profile.targets().stream().filter(target -> best.meters().containsKey(target.meter()))
                .min(Comparator.comparingDouble(target -> room(best, target))).map(target -> words(best, target)).orElse("");
    }

    private static double room(Column best, Target target) {
        return target.margin(value(best, target)) / Math.max(Math.abs(target.bound()), 1e-9);
    }

    private static double value(Column best, Target target) {
        return best.meters().getOrDefault(target.meter(), Double.NaN);
    }

    private static String words(Column best, Target target) {
        return String.format(Locale.ROOT, "%s %s %.4g: the best has %.4g%s", target.meter(), target.comparison().sign(), target.bound(),
                value(best, target), target.isMetBy(value(best, target)) ? "" : ", missed");
    }

    /// @param generatorPercent the generator's share of the processors; NaN where unknown
    static List<String> next(Verdict verdict, Column best, List<Knob> knobs, Configuration moved, PairedRatio duel, double generatorPercent,
            Profile profile) {
        List<String> next = new ArrayList<>();
        if (verdict == Verdict.NO_BETTER && duel.pairs() > 0) {
            next.add(String.format(Locale.ROOT, "A longer budget: a gain below %.0f %% could not have been told from noise in this one.",
                    100 * (duel.detectable() - 1)));
        }
        if (verdict == Verdict.BETTER) {
            knobs.stream().filter(knob -> moved.get(knob.id()) != null && atTheEnd(knob.type(), moved.get(knob.id())))
                    .forEach(knob -> next.add(
                            knob.id() + " stands at the end of its range (" + moved.get(knob.id()) + "): more may lie beyond it."));
        }
        profile.targets().stream().filter(target -> !target.isMetBy(value(best, target)))
                .forEach(target -> next.add(target.meter() + " is missed: " + words(best, target) + "."));
        if (generatorPercent > BUSY_GENERATOR_PERCENT) {
            next.add(String.format(Locale.ROOT,
                    "Load from another machine: the generator took %.0f %% of this one's processors, which the node then lacks.",
                    generatorPercent));
        }
        return next;
    }

    private static boolean atTheEnd(KnobType type, @org.jspecify.annotations.Nullable Object value) {
        return type instanceof KnobType.Whole whole && value instanceof Long at && (at == whole.min() || at == whole.max());
    }
}
