package gpudyno.tune;

import gpudyno.model.knob.Configuration;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Profiles;
import gpudyno.model.tune.Goal;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Column;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.SessionReport.Verdict;
import gpudyno.model.tune.SessionRequest;
import gpudyno.model.tune.Subject;
import gpudyno.model.tune.TrialFailure;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One tuning session, on the thread that calls [#run].
///
/// Baseline held rate, then search at one offered rate for all, then the held rates of what was found, then verification with fresh
/// seeds. Every phase has a share of the budget. The knobs are back where they were when it ends, unless the verified best is applied.
public final class Session {
    /// The length of a probe as a share of the budget: 4 s of 5 minutes, so that a search has about thirty probes.
    private static final double PROBE_SHARE = 1.0 / 75;
    private static final double LONGEST_PROBE_SECONDS = 10;

    private final Bench bench;
    private final double probeSeconds;
    private final HeldRatePhase heldRates;

    /// @param notes remarks that a reader needs to judge the figures
    public Session(long id, SessionRequest request, Subject subject, Map<String, Double> warmup, List<String> notes, Journal journal) {
        this(id, null, request, subject, warmup, notes, journal, System::nanoTime);
    }

    /// Continues a session that was stopped or interrupted: its trials are reused, and their time counts as spent.
    public Session(SessionReport earlier, SessionRequest request, Subject subject, Map<String, Double> warmup, List<String> notes,
            Journal journal) {
        this(earlier.id(), earlier, request, subject, warmup, notes, journal, System::nanoTime);
    }

    /// @param nanoTime the clock the budget is spent on
    Session(long id, @Nullable SessionReport earlier, SessionRequest request, Subject subject, Map<String, Double> warmup,
            List<String> notes, Journal journal, LongSupplier nanoTime) {
        Profile profile = Profiles.byId(request.targets());
        Budget budget = new Budget(request.budget(), nanoTime);
        SessionRecord record = new SessionRecord(id, request, warmup, notes, journal, budget, earlier, subject.costBasis());
        Trials trials = new Trials(subject, profile, record, budget,
                earlier == null ? new EarlierTrials(List.of()) : EarlierTrials.of(earlier), request.seed());
        bench = new Bench(request, profile, subject, Bench.baseline(subject, request), record, budget, trials);
        probeSeconds = Math.clamp(budget.wholeSeconds() * PROBE_SHARE, Trials.SHORTEST_SECONDS, LONGEST_PROBE_SECONDS);
        heldRates = new HeldRatePhase(bench, probeSeconds);
    }

    /// Runs to the end. An interrupt stops the session; the knobs are then back when this returns.
    public void run() {
        Configuration before = bench.subject().current();
        try {
            tune(before);
        } catch (InterruptedException e) {
            end(before, Phase.STOPPED, "Stopped; the knobs are back where they were.");
        } catch (TrialFailure | RuntimeException e) {
            end(before, Phase.FAILED, "Could not go on: " + e.getMessage() + ". The knobs are back where they were.");
        }
    }

    private void end(Configuration before, Phase phase, String message) {
        try {
            putBack(before);
            bench.record().end(phase, message);
        } catch (TrialFailure | InterruptedException | RuntimeException e) {
            bench.record().end(Phase.FAILED, message + " But putting the knobs back failed: " + e.getMessage());
        }
    }

    /// A second interrupt must not leave the knobs at the values of a trial.
    private void putBack(Configuration before) throws TrialFailure, InterruptedException {
        try {
            bench.subject().apply(before);
        } catch (InterruptedException e) {
            bench.subject().apply(before);
        }
    }

    private void tune(Configuration before) throws TrialFailure, InterruptedException {
        bench.record().phase(Phase.PREPARING, "Applying the baseline");
        bench.subject().apply(bench.baseline());
        Arm baseline = heldRates.baseline();
        double offered = heldRates.offeredAfter(baseline);

        bench.record().phase(Phase.SEARCH, String.format(Locale.ROOT, "Searching at %.0f requests/s", offered));
        Search search = new Search(bench.trials(), bench.knobs(), bench.baseline(), bench.subject().restriction().orElse(null),
                bench.profile(), offered, probeSeconds, bench.request().strategy(), bench.request().seed(),
                bench.request().goal());
        Search.End end = search.run(bench.budget(), Schedule.LITTLE_TO_GAIN.search());
        Schedule schedule = isForCost()
                ? Schedule.LOWEST_COST
                : search.holdsTheOffered() ? Schedule.MUCH_TO_GAIN : Schedule.LITTLE_TO_GAIN;
        if (end == Search.End.BUDGET) {
            end = search.run(bench.budget(), schedule.search());
        }
        if (search.finalists(false, 1).isEmpty()) {
            end(before, Phase.FINISHED, "No configuration could be measured; the knobs are back where they were.");
            return;
        }
        bench.record().phase(Phase.HELD_RATE, "How much do the best hold?");
        Arms arms = heldRates.finalists(search, baseline, offered, schedule);
        if (schedule.equals(Schedule.MUCH_TO_GAIN) && !heldRates.holdsMuchMore(arms, offered)) {
            // The search overrated it by chance. The remaining question is whether there is any gain.
            schedule = Schedule.LITTLE_TO_GAIN;
        }
        heldRates.refine(arms, schedule);
        verify(before, arms, offered, search, end);
    }

    private boolean isForCost() {
        return bench.request().goal() == Goal.COST;
    }

    private void verify(Configuration before, Arms arms, double offered, Search search, Search.End end)
            throws TrialFailure, InterruptedException {
        VerificationPhase verification = new VerificationPhase(bench, arms);
        bench.record().phase(Phase.VERIFICATION, "Fresh repeats of baseline and best, in turn");
        boolean clear = arms.bestClearlyHoldsMore();
        verification.repeat(offered, isForCost()
                ? Schedule.LOWEST_COST.verification()
                : clear ? Schedule.MUCH_TO_GAIN.verification() : Schedule.LITTLE_TO_GAIN.columns());
        Duel.Finding duel = clear || isForCost() ? Duel.NONE : verification.duel(offered);

        Column baseline = bench.column(arms.baseline());
        Column best = bench.column(arms.best());
        Column restricted = arms.restricted().map(bench::column)
                .orElse(bench.subject().restriction().filter(part -> part.holds(best.knobs())).isPresent() ? best : null);
        Verdict verdict = isForCost()
                ? Verification.cheaper(baseline, best, bench.profile())
                : Verification.verdict(baseline, best, arms.bestClearlyHoldsMore(), duel.surelyAbove(), bench.profile());
        verification.note(duel.ratio());
        if (isForCost()) {
            verification.noteCost(baseline, best, offered);
        }
        bench.record().explain(verification.explanation(verdict, best, duel.ratio(), search, end));
        boolean apply = verdict == Verdict.BETTER && bench.request().applyBest();
        bench.subject().apply(apply ? arms.best().configuration() : before);
        SessionReport found = bench.record().verified(baseline, restricted, best,
                Verification.completions(baseline, best, bench.profile()), verdict, apply);
        bench.record().end(Phase.FINISHED, found.message());
    }
}
