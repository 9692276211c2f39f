package gpudyno.tune;

import gpudyno.model.knob.Configuration;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.Target;
import gpudyno.model.tune.Goal;
import gpudyno.model.tune.Measurement;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.Trial.Purpose;
import gpudyno.model.tune.TrialFailure;
import java.util.List;
import java.util.Optional;

/// Measures the held rates in a session: of the baseline before the search, which determines the rate offered to all configurations, and of
/// the finalists after it.
final class HeldRatePhase {
    private static final double OFFERED_OVER_BOTH = 1.25;
    /// A configuration that holds the offered rate gives at least this much more, apart from noise, than the baseline, which is overloaded
    /// by a quarter.
    private static final double MUCH_MORE = 1.18;
    private static final double FIRST_GUESS = 64;
    private static final int FINALISTS = 5;
    private static final int FINALISTS_RESTRICTED = 3;
    /// The factor between a finalist's probes. Answers from the cache multiply the held rate; batches and threads raise it by less.
    private static final double RUNG = 2;
    private static final double RUNG_RESTRICTED = 1.4;

    private final Bench bench;
    private final double probeSeconds;

    HeldRatePhase(Bench bench, double probeSeconds) {
        this.bench = bench;
        this.probeSeconds = probeSeconds;
    }

    Arm baseline() {
        return new Arm(bench.baseline(), new HeldRateSearch(FIRST_GUESS));
    }

    /// Brackets the baseline's held rate and determines the rate offered to every configuration.
    double offeredAfter(Arm baseline) throws TrialFailure, InterruptedException {
        bench.record().phase(Phase.HELD_RATE, "How much does the baseline hold?");
        // The first requests run uncompiled code with empty connection pools on both sides, so their results are ignored.
        bench.trials().run(bench.baseline(), Purpose.BASELINE, FIRST_GUESS, probeSeconds);
        HeldRateSearch search = baseline.search();
        while (!search.exhausted()
                && bench.budget().lasts(search.settled() ? Schedule.BASELINE : Schedule.LITTLE_TO_GAIN.search())) {
            step(baseline);
        }
        HeldRate held = search.estimate();
        bench.record().preliminary(Verification.column(bench.baseline(), held, List.of(), bench.request().seed()), null, null);
        double throughputTarget = bench.profile().target(DerivedMeters.THROUGHPUT).map(Target::bound).orElse(1.0);
        // At exactly the target rate, half of the configurations that answer everything would miss it, because arrivals are random.
        double offered = OFFERED_OVER_BOTH * (isForCost() && throughputTarget > 1
                ? throughputTarget
                : Math.max(throughputTarget, held.rate()));
        bench.record().offered(offered);
        return offered;
    }

    /// Then the question is what the profile's own rate costs, whatever the baseline could hold.
    private boolean isForCost() {
        return bench.request().goal() == Goal.COST;
    }

    private void step(Arm arm) throws TrialFailure, InterruptedException {
        double rate = arm.search().next();
        arm.search().observe(rate, bench.trials().probe(arm.configuration(), rate, probeSeconds));
    }

    /// Baseline, best, and best of the restricted part; once only where two are the same.
    Arms finalists(Search search, Arm baseline, double offered, Schedule schedule) throws InterruptedException {
        Arm again = baseline.again();
        Arm best = isForCost()
                ? cheapest(search, false, FINALISTS, schedule.contest(), offered)
                : winner(search.finalists(false, FINALISTS), schedule.contest(), offered, RUNG);
        List<Configuration> restricted = search.finalists(true, FINALISTS_RESTRICTED);
        boolean asked = !restricted.isEmpty()
                && !bench.subject().restriction().filter(part -> part.holds(best.configuration())).isPresent();
        return new Arms(again, best,
                !asked
                        ? Optional.empty()
                        : Optional.of(isForCost()
                                ? cheapest(search, true, FINALISTS_RESTRICTED, schedule.restrictedContest(), offered)
                                : winner(restricted, schedule.restrictedContest(), offered, RUNG_RESTRICTED)));
    }

    private Arm cheapest(Search search, boolean within, int most, double share, double offered) throws InterruptedException {
        Configuration cheapest = new CostContest(bench.trials(), bench.budget(), share, probeSeconds)
                .among(search.finalists(within, most), offered, search.bestFirst(within));
        return new Arm(cheapest, new HeldRateSearch(offered));
    }

    private Arm winner(List<Configuration> among, double share, double offered, double rung) throws InterruptedException {
        Contest.Candidate winner = new Contest(bench.trials(), bench.budget(), share).among(among, offered, rung);
        return new Arm(winner.configuration(), winner.search());
    }

    /// Checks whether the best holds much more than the baseline: probes it again at the offered rate, because in the search the machine
    /// may have been faster by chance. Not needed if it has held an even higher rate since.
    boolean holdsMuchMore(Arms arms, double offered) throws TrialFailure, InterruptedException {
        if (arms.best().search().sawHold()) {
            return true;
        }
        double more = answers(arms.best(), offered);
        double fewer = answers(arms.baseline(), offered) + answers(arms.baseline(), offered);
        more += answers(arms.best(), offered);
        return more > MUCH_MORE * fewer;
    }

    private double answers(Arm arm, double rate) throws TrialFailure, InterruptedException {
        Measurement measurement = bench.trials().run(arm.configuration(), Purpose.HELD_RATE, rate, Trials.SHORTEST_SECONDS);
        arm.search().observe(rate, HeldRate.judge(measurement, bench.profile()));
        return !measurement.wasStopped() ? measurement.value(DerivedMeters.THROUGHPUT) : 0;
    }

    /// Probes all configurations alternately, so that a slow change of the machine affects all equally. First until each one has a
    /// bracketed held rate, if necessary in time of the next phase; then until the end of this phase.
    void refine(Arms arms, Schedule schedule) throws TrialFailure, InterruptedException {
        List<Arm> open = unsettled(arms);
        while (!open.isEmpty() && bench.budget().lasts(schedule.brackets())) {
            for (Arm arm : open) {
                step(arm);
            }
            open = unsettled(arms);
        }
        refine(arms, schedule.heldRates());
        if (arms.bestClearlyHoldsMore()) {
            // There will be no duel, so its time is used to measure how much more the best holds.
            refine(arms, Schedule.MUCH_TO_GAIN.heldRates());
        }
    }

    private void refine(Arms arms, double share) throws TrialFailure, InterruptedException {
        List<Arm> steppable = arms.all().stream().filter(arm -> !arm.search().exhausted()).toList();
        while (!steppable.isEmpty() && bench.budget().lasts(share)) {
            for (Arm arm : steppable) {
                step(arm);
            }
            bench.tellSoFar(arms);
        }
    }

    private static List<Arm> unsettled(Arms arms) {
        return arms.all().stream().filter(arm -> !arm.search().settled() && !arm.search().exhausted()).toList();
    }
}
