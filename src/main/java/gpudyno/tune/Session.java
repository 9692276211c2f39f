package gpudyno.tune;

import gpudyno.model.knob.Configuration;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Profiles;
import gpudyno.model.tune.MeasureRequest;
import gpudyno.model.tune.Measurement;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Column;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.SessionReport.Verdict;
import gpudyno.model.tune.SessionRequest;
import gpudyno.model.tune.Subject;
import gpudyno.model.tune.Trial.Purpose;
import gpudyno.model.tune.Trial.Status;
import gpudyno.model.tune.TrialFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/// One tuning session, on the thread that calls [#run].
///
/// Baseline held rate, then search at one offered rate for all, then the held rates of what was found, then verification with fresh
/// seeds. Every phase has a share of the budget. The knobs are back where they were when it ends, unless the verified best is applied.
public final class Session {
    /// Up to which share of the budget each phase may run.
    private static final double HELD_RATE_UNTIL = 0.22;
    private static final double SEARCH_UNTIL = 0.58;
    private static final double HELD_RATES_UNTIL = 0.78;
    private static final int VERIFICATION_REPEATS = 4;
    private static final double FIRST_GUESS = 64;
    private static final String CACHE = "cache.enabled";

    private final SessionRequest request;
    private final Profile profile;
    private final Subject subject;
    private final Configuration stock;
    private final SessionRecord record;
    private final Neighbourhood neighbourhood;
    private final long startNanos = System.nanoTime();
    private final Duration probe;
    private long nextSeed;
    private final List<Scored> scored = new ArrayList<>();

    private record Scored(Configuration configuration, Map<String, Double> meters) {
    }

    /// @param stock the baseline
    /// @param notes what a reader must know to judge the figures
    public Session(long id, SessionRequest request, Subject subject, Configuration stock, Map<String, Double> warmup, List<String> notes, Journal journal) {
        this.request = request;
        this.profile = Profiles.byId(request.targets());
        this.subject = subject;
        this.stock = stock;
        this.record = new SessionRecord(id, request, warmup, notes, journal);
        this.neighbourhood = new Neighbourhood(subject.knobs(), new SplittableRandom(request.seed()));
        this.probe = Duration.ofMillis(Math.clamp(request.budget().toMillis() / 75, 1000, 10_000));
        this.nextSeed = request.seed() * 1_000_003;
    }

    /// Runs to the end. An interrupt stops the session; the knobs are then back when this returns.
    public void run() {
        Configuration before = subject.current();
        try {
            SessionReport end = tune(before);
            record.end(Phase.FINISHED, end.message());
        } catch (InterruptedException e) {
            end(before, Phase.STOPPED, "Stopped; the knobs are back where they were.");
        } catch (TrialFailure | RuntimeException e) {
            end(before, Phase.FAILED, "Could not go on: " + e.getMessage() + ". The knobs are back where they were.");
        }
    }

    private void end(Configuration before, Phase phase, String message) {
        try {
            subject.apply(before);
            record.end(phase, message);
        } catch (TrialFailure | InterruptedException | RuntimeException e) {
            record.end(Phase.FAILED, message + " Putting the knobs back failed: " + e.getMessage());
        }
    }

    private SessionReport tune(Configuration before) throws TrialFailure, InterruptedException {
        record.phase(Phase.PREPARING, "Applying the baseline");
        subject.apply(stock);
        record.phase(Phase.HELD_RATE, "How much does the baseline hold?");
        HeldRate stockHeld = heldRate(stock, FIRST_GUESS, HELD_RATE_UNTIL);
        double throughputTarget = profile.target(DerivedMeters.THROUGHPUT).map(target -> target.bound()).orElse(0.0);
        double offered = Math.max(throughputTarget, 1.25 * stockHeld.rate());
        record.offered(offered);

        search(offered);
        Optional<Scored> best = best(_ -> true, "");
        Optional<Scored> bestCacheOff = best(configuration -> Boolean.FALSE.equals(configuration.get(CACHE)), DerivedMeters.CACHE_HIT_PERCENT);
        if (best.isEmpty()) {
            subject.apply(before);
            return record.phase(Phase.VERIFICATION, "No configuration could be measured; the knobs are back where they were.");
        }

        record.phase(Phase.HELD_RATE, "How much does the best hold?");
        Configuration winner = best.get().configuration;
        HeldRate winnerHeld = heldRate(winner, offered, (SEARCH_UNTIL + HELD_RATES_UNTIL) / 2);
        HeldRate cacheOffHeld = bestCacheOff.isPresent() ? heldRate(bestCacheOff.get().configuration, Math.max(1, stockHeld.rate()), HELD_RATES_UNTIL) : null;

        record.phase(Phase.VERIFICATION, "Fresh repeats of baseline and best, in turn");
        List<Configuration> arms = new ArrayList<>(List.of(stock, winner));
        bestCacheOff.ifPresent(scoredOff -> arms.add(scoredOff.configuration));
        List<List<Map<String, Double>>> repeats = verify(arms, offered);
        Column baseline = column(stock, stockHeld, repeats.get(0));
        Column bestColumn = column(winner, winnerHeld, repeats.get(1));
        Column cacheOffColumn = cacheOffHeld == null ? null : column(arms.get(2), cacheOffHeld, repeats.get(2));
        Verdict verdict = Verification.verdict(baseline, bestColumn, profile);
        boolean apply = verdict == Verdict.BETTER && request.applyBest();
        subject.apply(apply ? winner : before);
        return record.verified(baseline, cacheOffColumn, bestColumn, Verification.completions(baseline, bestColumn, profile), verdict, apply);
    }

    // Held rates

    private HeldRate heldRate(Configuration configuration, double guess, double until) throws TrialFailure, InterruptedException {
        subject.apply(configuration);
        return HeldRate.find(rate -> measure(configuration, Purpose.HELD_RATE, rate, probe), profile, guess, deadline(until));
    }

    private long deadline(double share) {
        return startNanos + (long) (request.budget().toNanos() * share);
    }

    private boolean timeLeft(double until) {
        return System.nanoTime() - deadline(until) < 0;
    }

    // Search

    /// Trials alternate between the whole space and its half with the cache off, so that both questions get an answer: what is best, and
    /// what is best without being told the answer.
    private void search(double offered) throws InterruptedException {
        record.phase(Phase.SEARCH, "Searching");
        Set<Configuration> tried = new HashSet<>();
        for (int turn = 0; timeLeft(SEARCH_UNTIL) || scored.isEmpty() && turn < 3; turn++) {
            boolean cacheOff = turn % 3 == 2;
            Configuration candidate = candidate(turn, cacheOff);
            if (!tried.add(candidate)) {
                continue;
            }
            try {
                subject.apply(candidate);
                Measurement measurement = measure(candidate, Purpose.SEARCH, offered, probe);
                if (measurement.abortedBy().isEmpty() || scored.isEmpty()) {
                    scored.add(new Scored(candidate, measurement.meters()));
                }
            } catch (TrialFailure e) {
                record.failed(candidate, Purpose.SEARCH, e.getMessage());
            }
        }
    }

    private Configuration candidate(int turn, boolean cacheOff) {
        Predicate<Configuration> wanted = configuration -> !cacheOff || Boolean.FALSE.equals(configuration.get(CACHE));
        Optional<Scored> base = best(wanted, cacheOff ? DerivedMeters.CACHE_HIT_PERCENT : "");
        // The first few are drawn at random; later every fifth still is, so that a search does not end on the first hill.
        Configuration drawn = base.isEmpty() || turn < 6 || turn % 5 == 4 ? neighbourhood.anywhere() : neighbourhood.near(base.get().configuration);
        return cacheOff && drawn.get(CACHE) != null ? drawn.with(CACHE, false) : drawn;
    }

    private Optional<Scored> best(Predicate<Configuration> wanted, String ignoredMeter) {
        Comparator<Scored> order = Comparator.comparing(one -> Judgement.of(one.meters, profile, ignoredMeter), Judgement.BEST_FIRST);
        return scored.stream().filter(one -> wanted.test(one.configuration)).min(order);
    }

    // Verification

    /// Every arm in turn and back (A B C C B A), so that a slow drift of the machine falls on all alike.
    private List<List<Map<String, Double>>> verify(List<Configuration> arms, double offered) throws TrialFailure, InterruptedException {
        List<List<Map<String, Double>>> repeats = new ArrayList<>();
        arms.forEach(_ -> repeats.add(new ArrayList<>()));
        for (int round = 0; round < VERIFICATION_REPEATS; round++) {
            for (int i = 0; i < arms.size(); i++) {
                int arm = round % 2 == 0 ? i : arms.size() - 1 - i;
                subject.apply(arms.get(arm));
                repeats.get(arm).add(measure(arms.get(arm), Purpose.VERIFICATION, offered, verificationLength(arms.size(), round)).meters());
            }
        }
        return repeats;
    }

    private Duration verificationLength(int arms, int round) {
        double seconds = (request.budget().toNanos() - (System.nanoTime() - startNanos)) / 1e9 / ((VERIFICATION_REPEATS - round) * arms);
        return Duration.ofMillis(Math.clamp((long) (1000 * (seconds - overhead().toMillis() / 1000.0)), 1000, 30_000));
    }

    private Duration overhead() {
        return warmup().plusMillis(300);
    }

    private Duration warmup() {
        return Duration.ofMillis(Math.clamp(probe.toMillis() / 4, 300, 2000));
    }

    private Column column(Configuration configuration, HeldRate held, List<Map<String, Double>> repeats) {
        return Verification.column(subject.current().with(stock).with(configuration), held, repeats, request.seed());
    }

    // One trial

    private Measurement measure(Configuration configuration, Purpose purpose, double rate, Duration length) throws TrialFailure, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        record.begin(configuration, purpose, rate);
        // Held-rate probes and repeats need fresh seeds; the search gives every configuration the same requests.
        long seed = purpose == Purpose.SEARCH ? request.seed() : ++nextSeed;
        Measurement measurement = subject.measure(new MeasureRequest(rate, length, warmup(), seed));
        Judgement judgement = Judgement.of(measurement.meters(), profile, "");
        Status status = !measurement.abortedBy().isEmpty() ? Status.PRUNED : judgement.feasible() ? Status.FEASIBLE : Status.INFEASIBLE;
        record.finished(status, status == Status.PRUNED ? measurement.abortedBy() : String.join(", ", judgement.missed()), measurement.meters());
        return measurement;
    }
}
