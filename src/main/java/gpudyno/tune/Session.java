package gpudyno.tune;

import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.Knob;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Profiles;
import gpudyno.model.target.Target;
import gpudyno.model.tune.Explanation;
import gpudyno.model.tune.Explanation.Basis;
import gpudyno.model.tune.Explanation.Share;
import gpudyno.model.tune.Measurement;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Column;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.SessionReport.Verdict;
import gpudyno.model.tune.SessionRequest;
import gpudyno.model.tune.Subject;
import gpudyno.model.tune.Trial.Purpose;
import gpudyno.model.tune.TrialFailure;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One tuning session, on the thread that calls [#run].
///
/// Baseline held rate, then search at one offered rate for all, then the held rates of what was found, then verification with fresh
/// seeds. Every phase has a share of the budget. The knobs are back where they were when it ends, unless the verified best is applied.
public final class Session {
    /// Both sides of a duel are overrun at this many times the greater held rate.
    private static final double OVERRUN = 1.3;
    /// From this held ratio on the parts of the gain are measured.
    private static final double MEASURABLE = 1.5;
    private static final double OFFERED_OVER_BOTH = 1.25;
    /// What holds the offered rate gives at least this much more than a baseline that is overrun by a quarter, but for noise.
    private static final double MUCH_MORE = 1.18;
    private static final double FIRST_GUESS = 64;
    /// A probe is this share of the budget.
    private static final double PROBE_SHARE = 1.0 / 75;
    private static final double LONGEST_PROBE_SECONDS = 10;
    private static final double LONGEST_REPEAT_SECONDS = 30;
    private static final int MOST_REPEATS = 10;
    private static final int FEWEST_REPEATS = 4;
    private static final int FINALISTS = 5;
    private static final int FINALISTS_CACHE_OFF = 3;
    /// A cache multiplies what a node holds; batches and threads add to it.
    private static final double RUNG = 2;
    private static final double RUNG_CACHE_OFF = 1.4;

    private final SessionRequest request;
    private final Profile profile;
    private final Subject subject;
    private final Configuration stock;
    private final SessionRecord record;
    private final Budget budget;
    private final Trials trials;
    private final double probeSeconds;

    /// A configuration on its way to a column of the table.
    ///
    /// @param before what was known of its held rate before this search began
    private record Arm(Configuration configuration, HeldRateSearch search, @Nullable HeldRate before, List<Map<String, Double>> repeats) {
        Arm(Configuration configuration, HeldRateSearch search) {
            this(configuration, search, null, new ArrayList<>());
        }

        /// Begins anew from where this one is, so that what is compared was measured in the same minutes.
        Arm again() {
            return new Arm(configuration, search.again(), search.estimate(), new ArrayList<>());
        }
    }

    /// @param stock the baseline
    /// @param notes what a reader must know to judge the figures
    public Session(long id, SessionRequest request, Subject subject, Configuration stock, Map<String, Double> warmup, List<String> notes,
            Journal journal) {
        this(id, null, request, subject, stock, warmup, notes, journal, System::nanoTime);
    }

    /// Goes on with a session that was stopped or cut off: its trials are taken as they are, and their time as spent.
    public Session(SessionReport earlier, SessionRequest request, Subject subject, Configuration stock, Map<String, Double> warmup,
            List<String> notes, Journal journal) {
        this(earlier.id(), earlier, request, subject, stock, warmup, notes, journal, System::nanoTime);
    }

    /// @param nanoTime the clock the budget is spent on
    Session(long id, @Nullable SessionReport earlier, SessionRequest request, Subject subject, Configuration stock,
            Map<String, Double> warmup, List<String> notes, Journal journal, LongSupplier nanoTime) {
        this.request = request;
        this.profile = Profiles.byId(request.targets());
        this.subject = subject;
        this.stock = stock.with(standing(subject, request));
        this.budget = new Budget(request.budget(), nanoTime);
        this.record = new SessionRecord(id, request, warmup, notes, journal, budget, earlier);
        this.trials = new Trials(subject, profile, record, budget,
                earlier == null ? new EarlierTrials(List.of()) : EarlierTrials.of(earlier), request.seed());
        this.probeSeconds = Math.clamp(budget.wholeSeconds() * PROBE_SHARE, Trials.SHORTEST_SECONDS, LONGEST_PROBE_SECONDS);
    }

    /// What the request holds, as it stands now.
    private static Configuration standing(Subject subject, SessionRequest request) {
        Map<String, Object> now = new TreeMap<>(subject.current().values());
        now.keySet().retainAll(request.held());
        return Configuration.of(now);
    }

    /// Runs to the end. An interrupt stops the session; the knobs are then back when this returns.
    public void run() {
        Configuration before = subject.current();
        try {
            tune(before);
        } catch (InterruptedException e) {
            end(before, Phase.STOPPED, "Stopped; the knobs are back where they were.");
        } catch (TrialFailure | RuntimeException e) {
            end(before, Phase.FAILED, "Could not go on: " + e.getMessage() + ". The knobs are back where they were.");
        }
    }

    /// The subject's knobs; the search leaves those alone that the request holds.
    private List<Knob> knobs() {
        return subject.knobs().stream().map(knob -> request.held().contains(knob.id()) ? knob.held() : knob).toList();
    }

    private void end(Configuration before, Phase phase, String message) {
        try {
            putBack(before);
            record.end(phase, message);
        } catch (TrialFailure | InterruptedException | RuntimeException e) {
            record.end(Phase.FAILED, message + " But putting the knobs back failed: " + e.getMessage());
        }
    }

    /// A second interrupt must not leave the knobs where a trial had them.
    private void putBack(Configuration before) throws TrialFailure, InterruptedException {
        try {
            subject.apply(before);
        } catch (InterruptedException e) {
            subject.apply(before);
        }
    }

    private void tune(Configuration before) throws TrialFailure, InterruptedException {
        record.phase(Phase.PREPARING, "Applying the baseline");
        subject.apply(stock);
        Arm baseline = new Arm(stock, new HeldRateSearch(FIRST_GUESS));
        double offered = offeredAfter(baseline);

        record.phase(Phase.SEARCH, String.format(Locale.ROOT, "Searching at %.0f requests/s", offered));
        Search search = new Search(trials, knobs(), stock, profile, offered, probeSeconds, request.strategy(), request.seed());
        Search.End end = search.run(budget, Schedule.LITTLE_TO_GAIN.search());
        Schedule schedule = search.holdsTheOffered() ? Schedule.MUCH_TO_GAIN : Schedule.LITTLE_TO_GAIN;
        if (end == Search.End.BUDGET) {
            end = search.run(budget, schedule.search());
        }
        if (search.finalists(false, 1).isEmpty()) {
            end(before, Phase.FINISHED, "No configuration could be measured; the knobs are back where they were.");
            return;
        }
        record.phase(Phase.HELD_RATE, "How much do the best hold?");
        List<Arm> arms = finalists(search, baseline, offered, schedule);
        if (schedule.equals(Schedule.MUCH_TO_GAIN) && !holdsMuchMore(arms.get(1), arms.get(0), offered)) {
            // It had luck in the search; the question is whether there is a gain at all.
            schedule = Schedule.LITTLE_TO_GAIN;
        }
        refine(arms, schedule);
        record.phase(Phase.VERIFICATION, "Fresh repeats of baseline and best, in turn");
        boolean clear = clearlyHoldsMore(arms);
        verify(arms, offered, clear ? Schedule.MUCH_TO_GAIN.verification() : Schedule.LITTLE_TO_GAIN.columns());
        Duel.Finding duel = clear ? Duel.NONE : duel(arms, offered);
        conclude(before, arms, duel, end, search);
    }

    // Held rates

    /// Brackets the baseline's held rate and says what every configuration is offered.
    private double offeredAfter(Arm baseline) throws TrialFailure, InterruptedException {
        record.phase(Phase.HELD_RATE, "How much does the baseline hold?");
        // The first requests meet cold code and empty pools on both sides; nothing is concluded from them.
        trials.run(stock, Purpose.BASELINE, FIRST_GUESS, probeSeconds);
        HeldRateSearch search = baseline.search;
        while (!search.exhausted() && budget.lasts(search.settled() ? Schedule.BASELINE : Schedule.LITTLE_TO_GAIN.search())) {
            step(baseline);
        }
        HeldRate held = search.estimate();
        record.preliminary(Verification.column(stock, held, List.of(), request.seed()), null, null);
        double throughputTarget = profile.target(DerivedMeters.THROUGHPUT).map(Target::bound).orElse(1.0);
        // At the target itself, half of those that answer everything would miss it by the chance of the arrivals.
        double offered = OFFERED_OVER_BOTH * Math.max(throughputTarget, held.rate());
        record.offered(offered);
        return offered;
    }

    private void step(Arm arm) throws TrialFailure, InterruptedException {
        double rate = arm.search.next();
        arm.search.observe(rate, trials.probe(arm.configuration, rate, probeSeconds));
    }

    /// Baseline, best, and best with the cache off; once only where two are the same.
    private List<Arm> finalists(Search search, Arm baseline, double offered, Schedule schedule) throws InterruptedException {
        List<Arm> arms = new ArrayList<>(List.of(baseline.again()));
        Contest contest = new Contest(trials, budget, schedule.contest());
        Contest.Candidate best = contest.among(search.finalists(false, FINALISTS), offered, RUNG);
        arms.add(new Arm(best.configuration(), best.search()));
        List<Configuration> cacheOff = search.finalists(true, FINALISTS_CACHE_OFF);
        contest = new Contest(trials, budget, schedule.cacheOffContest());
        if (!cacheOff.isEmpty() && !Boolean.FALSE.equals(best.configuration().get(Search.CACHE))) {
            Contest.Candidate winner = contest.among(cacheOff, offered, RUNG_CACHE_OFF);
            arms.add(new Arm(winner.configuration(), winner.search()));
        }
        return arms;
    }

    /// Whether the best holds much more than the baseline: asked at the rate offered, there and back, for in the search it may have met with a good
    /// minute of the machine. Not asked where it has held still more since.
    private boolean holdsMuchMore(Arm best, Arm baseline, double offered) throws TrialFailure, InterruptedException {
        if (best.search.sawHold()) {
            return true;
        }
        double more = answers(best, offered);
        double fewer = answers(baseline, offered) + answers(baseline, offered);
        more += answers(best, offered);
        return more > MUCH_MORE * fewer;
    }

    private double answers(Arm arm, double rate) throws TrialFailure, InterruptedException {
        Measurement measurement = trials.run(arm.configuration, Purpose.HELD_RATE, rate, Trials.SHORTEST_SECONDS);
        arm.search.observe(rate, HeldRate.judge(measurement, profile));
        return measurement.abortedBy().isEmpty() ? measurement.value(DerivedMeters.THROUGHPUT) : 0;
    }

    /// Probes every arm in turn, so that a drift of the machine falls on all alike: first until each is settled (before that there is no held
    /// rate to speak of, so it may take some of the next phase's time), then as long as the phase lasts.
    private void refine(List<Arm> arms, Schedule schedule) throws TrialFailure, InterruptedException {
        List<Arm> open = unsettled(arms);
        while (!open.isEmpty() && budget.lasts(schedule.brackets())) {
            for (Arm arm : open) {
                step(arm);
            }
            open = unsettled(arms);
        }
        refine(arms, schedule.heldRates());
        if (clearlyHoldsMore(arms)) {
            // There will be no duel: its time goes to how much more.
            refine(arms, Schedule.MUCH_TO_GAIN.heldRates());
        }
    }

    private void refine(List<Arm> arms, double share) throws TrialFailure, InterruptedException {
        List<Arm> steppable = arms.stream().filter(arm -> !arm.search.exhausted()).toList();
        while (!steppable.isEmpty() && budget.lasts(share)) {
            for (Arm arm : steppable) {
                step(arm);
            }
            tellSoFar(arms);
        }
    }

    private void tellSoFar(List<Arm> arms) {
        record.preliminary(column(arms.get(0)), arms.size() > 2 ? column(arms.get(2)) : null, column(arms.get(1)));
    }

    private boolean clearlyHoldsMore(List<Arm> arms) {
        return Verification.clearlyHoldsMore(held(arms.get(1)), held(arms.get(0)));
    }

    private static List<Arm> unsettled(List<Arm> arms) {
        return arms.stream().filter(arm -> !arm.search.settled() && !arm.search.exhausted()).toList();
    }

    // Verification

    /// Every arm in turn and back (A B C C B A), so that a slow drift of the machine falls on all alike.
    private void verify(List<Arm> arms, double offered, double share) throws TrialFailure, InterruptedException {
        int repeats = Math.clamp(trials.fitting(Trials.SHORTEST_SECONDS, share) / arms.size(), FEWEST_REPEATS,
                MOST_REPEATS);
        for (int round = 0; round < repeats; round++) {
            double seconds = Math.max(Trials.SHORTEST_SECONDS,
                    trials.affordable((repeats - round) * arms.size(), share, LONGEST_REPEAT_SECONDS));
            trials.nextRound();
            for (Arm arm : round % 2 == 0 ? arms : arms.reversed()) {
                arm.repeats.add(trials.run(arm.configuration, Purpose.VERIFICATION, offered, seconds).meters());
            }
            tellSoFar(arms);
        }
    }

    private Duel.Finding duel(List<Arm> arms, double offered) throws InterruptedException {
        double rate = Math.max(offered, OVERRUN * Math.max(held(arms.get(0)).rate(), held(arms.get(1)).rate()));
        String what = String.format(Locale.ROOT, "Baseline against best, both overrun at %.0f requests/s", rate);
        record.phase(Phase.VERIFICATION, what);
        return new Duel(trials, stock, arms.get(1).configuration, rate, request.seed()).until(budget,
                Schedule.LITTLE_TO_GAIN.verification(), ratio -> record.phase(Phase.VERIFICATION, String.format(Locale.ROOT,
                        "%s: %.3f times the answers so far (%.3f to %.3f, %d pairs)", what, ratio.value(), ratio.low(), ratio.high(),
                        ratio.pairs())));
    }

    private void conclude(Configuration before, List<Arm> arms, Duel.Finding duel, Search.End end, Search search)
            throws TrialFailure, InterruptedException {
        Column baseline = column(arms.get(0));
        Column best = column(arms.get(1));
        Column cacheOff = arms.size() > 2 ? column(arms.get(2)) : Boolean.FALSE.equals(best.knobs().get(Search.CACHE)) ? best : null;
        Verdict verdict = Verification.verdict(baseline, best, clearlyHoldsMore(arms), duel.surelyAbove(), profile);
        noteRatio("best", arms.get(1), arms.get(0));
        if (arms.size() > 2) {
            noteRatio("best with the cache off", arms.get(2), arms.get(0));
        }
        noteDuel(duel.ratio());
        record.note("Verification: " + arms.getFirst().repeats.size()
                + " repeats each, interleaved there and back; intervals are 95 % bootstrap intervals of the mean.");
        record.explain(explanation(verdict, arms, duel.ratio(), end, search, best));
        boolean apply = verdict == Verdict.BETTER && request.applyBest();
        subject.apply(apply ? arms.get(1).configuration : before);
        SessionReport found = record.verified(baseline, cacheOff, best, Verification.completions(baseline, best, profile), verdict, apply);
        record.end(Phase.FINISHED, found.message());
    }

    private Explanation explanation(Verdict verdict, List<Arm> arms, PairedRatio duel, Search.End end, Search search, Column best)
            throws InterruptedException {
        Configuration moved = arms.get(1).configuration.changedFrom(stock);
        Basis basis = Basis.ESTIMATED;
        List<Share> shares = List.of();
        if (verdict == Verdict.BETTER) {
            shares = Importance.estimated(search, profile, stock, arms.get(1).configuration);
            List<Share> measured = ablation(arms, shares, moved);
            basis = measured.isEmpty() ? Basis.ESTIMATED : Basis.MEASURED;
            shares = measured.isEmpty() ? shares : measured;
        }
        double generator = best.meters().getOrDefault(SessionRecord.GENERATOR_CPU, Double.NaN);
        return new Explanation(end.words(), basis, shares, Advice.binding(best, profile),
                Advice.next(verdict, best, knobs(), moved, duel, generator, profile));
    }

    /// Measured only where the gain is far above what single windows differ by, and there is time.
    private List<Share> ablation(List<Arm> arms, List<Share> estimated, Configuration moved) throws InterruptedException {
        HeldRate best = held(arms.get(1));
        if (!best.known() || best.rate() < MEASURABLE * held(arms.get(0)).rate()
                || trials.windowsFitting(1, Schedule.END) <= moved.values().size()) {
            return List.of();
        }
        record.phase(Phase.VERIFICATION, "Which knob gives how much: turned back one by one");
        LinkedHashSet<String> order = new LinkedHashSet<>(
                estimated.stream().map(Share::knob).filter(knob -> moved.get(knob) != null).toList());
        order.addAll(moved.values().keySet());
        return new Ablation(trials, budget).of(stock, arms.get(1).configuration, List.copyOf(order), OVERRUN * best.rate(), 1);
    }

    private HeldRate held(Arm arm) {
        return arm.search.estimate();
    }

    private Column column(Arm arm) {
        HeldRate now = held(arm);
        HeldRate known = now.known() || arm.before == null ? now : arm.before;
        return Verification.column(subject.current().with(stock).with(arm.configuration), known, arm.repeats, request.seed());
    }

    private void noteDuel(PairedRatio ratio) {
        if (ratio.pairs() > 0) {
            record.note(String.format(Locale.ROOT,
                    "Both overrun alike, the best gave %.3f times the baseline's correct answers (95 %% interval %.3f to %.3f, %d pairs in"
                            + " an order drawn by lot). A gain of %.1f %% or more would have been told from this noise four times"
                            + " in five.",
                    ratio.value(), ratio.low(), ratio.high(), ratio.pairs(), 100 * (ratio.detectable() - 1)));
        }
    }

    private void noteRatio(String name, Arm arm, Arm baseline) {
        HeldRate held = held(arm);
        HeldRate stockHeld = held(baseline);
        if (held.known() && stockHeld.known()) {
            HeldRate.Ratio ratio = held.over(stockHeld);
            record.note(String.format(Locale.ROOT, "Held rate of %s is %.2f times the baseline's (95 %% interval %.2f to %.2f).", name,
                    ratio.value(), ratio.low(), ratio.high()));
        }
    }
}
