package gpudyno.tune;

import gpudyno.model.knob.Configuration;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.tune.Explanation;
import gpudyno.model.tune.Explanation.Basis;
import gpudyno.model.tune.Explanation.Share;
import gpudyno.model.tune.Goal;
import gpudyno.model.tune.SessionReport.Column;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.SessionReport.Verdict;
import gpudyno.model.tune.Trial.Purpose;
import gpudyno.model.tune.TrialFailure;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/// New repeated measurements of baseline and best; if these do not separate them, a duel; then the contribution of each knob to the gain.
final class VerificationPhase {
    /// The rate offered in a duel, as a multiple of the higher held rate; both sides are overloaded.
    private static final double OVERRUN = 1.3;
    /// The parts of the gain are measured from this held ratio on. Below it, single windows differ by about as much.
    private static final double MEASURABLE = 1.5;
    private static final double LONGEST_REPEAT_SECONDS = 30;
    private static final int MOST_REPEATS = 10;
    private static final int FEWEST_REPEATS = 4;

    private final Bench bench;
    private final Arms arms;

    VerificationPhase(Bench bench, Arms arms) {
        this.bench = bench;
        this.arms = arms;
    }

    /// All configurations in turn and back (A B C C B A), so that a slow change of the machine affects all equally.
    void repeat(double offered, double share) throws TrialFailure, InterruptedException {
        List<Arm> all = arms.all();
        int repeats = Math.clamp(bench.trials().fitting(Trials.SHORTEST_SECONDS, share) / all.size(), FEWEST_REPEATS, MOST_REPEATS);
        for (int round = 0; round < repeats; round++) {
            double seconds = Math.max(Trials.SHORTEST_SECONDS,
                    bench.trials().affordable((repeats - round) * all.size(), share, LONGEST_REPEAT_SECONDS));
            bench.trials().nextRound();
            for (Arm arm : round % 2 == 0 ? all : all.reversed()) {
                arm.repeats().add(bench.trials().run(arm.configuration(), Purpose.VERIFICATION, offered, seconds).meters());
            }
            bench.tellSoFar(arms);
        }
    }

    Duel.Finding duel(double offered) throws InterruptedException {
        double rate = Math.max(offered, OVERRUN * Math.max(arms.baseline().held().rate(), arms.best().held().rate()));
        String what = String.format(Locale.ROOT, "Baseline against best, both overrun at %.0f requests/s", rate);
        bench.record().phase(Phase.VERIFICATION, what);
        return new Duel(bench.trials(), bench.baseline(), arms.best().configuration(), rate, bench.request().seed()).until(bench.budget(),
                Schedule.LITTLE_TO_GAIN.verification(), ratio -> bench.record().phase(Phase.VERIFICATION, String.format(Locale.ROOT,
                        "%s: %.3f times the answers so far (%.3f to %.3f, %d pairs)", what, ratio.value(), ratio.low(), ratio.high(),
                        ratio.pairs())));
    }

    /// Notes what a reader needs to judge the figures.
    void note(PairedRatio duel) {
        noteRatio("best", arms.best());
        arms.restricted().ifPresent(arm -> noteRatio("best " + bench.subject().restriction().orElseThrow().words(), arm));
        if (duel.pairs() > 0) {
            bench.record().note(String.format(Locale.ROOT,
                    "Both overrun alike, the best gave %.3f times the baseline's correct answers (95 %% interval %.3f to %.3f, %d pairs in"
                            + " an order drawn by lot). A gain of %.1f %% or more would have been told from this noise four times"
                            + " in five.",
                    duel.value(), duel.low(), duel.high(), duel.pairs(), 100 * (duel.detectable() - 1)));
        }
        bench.record().note("Verification: " + arms.baseline().repeats().size()
                + " repeats each, interleaved there and back; intervals are 95 % bootstrap intervals of the mean.");
    }

    /// What the verdict of a session that seeks the lowest cost rests on.
    void noteCost(Column baseline, Column best, double offered) {
        boolean priced = Judgement.costMeter(best.meters()).equals(DerivedMeters.COST_PER_THOUSAND);
        String currency = bench.subject().costBasis().currency();
        String unit = !priced ? " Wh" : currency == null ? "" : " " + currency;
        bench.record().note(String.format(Locale.ROOT,
                "Goal: the lowest cost at %.0f requests/s with every target met, by %s. Best: %s; baseline: %s.", offered,
                priced ? "price" : "energy", cost(best, unit), cost(baseline, unit)));
    }

    private static String cost(Column column, String unit) {
        String meter = Judgement.costMeter(column.meters());
        Double mean = column.meters().get(meter);
        List<Double> ends = column.intervals().get(meter);
        return mean == null || ends == null
                ? "not counted"
                : String.format(Locale.ROOT, "%.4g%s for 1,000 requests (95 %% interval %.4g to %.4g)", mean, unit, ends.getFirst(),
                        ends.getLast());
    }

    private void noteRatio(String name, Arm arm) {
        HeldRate held = arm.held();
        HeldRate baseline = arms.baseline().held();
        if (held.known() && baseline.known()) {
            HeldRate.Ratio ratio = held.over(baseline);
            bench.record().note(String.format(Locale.ROOT, "Held rate of %s is %.2f times the baseline's (95 %% interval %.2f to %.2f).",
                    name, ratio.value(), ratio.low(), ratio.high()));
        }
    }

    Explanation explanation(Verdict verdict, Column best, PairedRatio duel, Search search, Search.End end) throws InterruptedException {
        Configuration moved = arms.best().configuration().changedFrom(bench.baseline());
        Basis basis = Basis.ESTIMATED;
        List<Share> shares = List.of();
        if (verdict == Verdict.BETTER) {
            shares = Importance.estimated(search, bench.profile(), bench.baseline(), arms.best().configuration(),
                    bench.request().goal());
            List<Share> measured = ablation(shares, moved);
            basis = measured.isEmpty() ? Basis.ESTIMATED : Basis.MEASURED;
            shares = measured.isEmpty() ? shares : measured;
        }
        double generator = best.meters().getOrDefault(SessionRecord.GENERATOR_CPU, Double.NaN);
        return new Explanation(end.words(), basis, shares, Advice.binding(best, bench.profile()),
                Advice.next(verdict, best, bench.knobs(), moved, duel, generator, bench.profile()));
    }

    /// Measured only where the gain is far above what single windows differ by, and there is time.
    private List<Share> ablation(List<Share> estimated, Configuration moved) throws InterruptedException {
        HeldRate best = arms.best().held();
        if (bench.request().goal() == Goal.COST || !best.known() || best.rate() < MEASURABLE * arms.baseline().held().rate()
                || bench.trials().windowsFitting(1, Schedule.END) <= moved.values().size()) {
            return List.of();
        }
        bench.record().phase(Phase.VERIFICATION, "Which knob gives how much: turned back one by one");
        LinkedHashSet<String> order = new LinkedHashSet<>(
                estimated.stream().map(Share::knob).filter(knob -> moved.get(knob) != null).toList());
        order.addAll(moved.values().keySet());
        return new Ablation(bench.trials(), bench.budget()).of(bench.baseline(), arms.best().configuration(), List.copyOf(order),
                OVERRUN * best.rate(), 1);
    }
}
