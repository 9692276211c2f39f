package gpudyno.tune;

import gpudyno.model.knob.Configuration;
import gpudyno.model.target.Profile;
import gpudyno.model.tune.MeasureRequest;
import gpudyno.model.tune.Measurement;
import gpudyno.model.tune.Subject;
import gpudyno.model.tune.Trial;
import gpudyno.model.tune.Trial.Purpose;
import gpudyno.model.tune.Trial.Status;
import gpudyno.model.tune.TrialFailure;
import java.time.Duration;
import java.util.Optional;

/// Runs trials on the subject and records them. Keeps track of a trial's overhead besides the measured time, so that phases can be planned.
final class Trials {
    /// Two seconds hold at least one whole frame of the node, which the memory and cache meters are read from.
    static final double SHORTEST_SECONDS = 2;
    private static final double WINDOW_WARMUP_SECONDS = 0.5;
    private static final double MEMORY = 0.3;

    private final Subject subject;
    private final Profile profile;
    private final SessionRecord record;
    private final Budget budget;
    private final EarlierTrials earlier;
    private final long searchSeed;
    private final double warmupSeconds;
    private long freshSeed;
    /// Overhead of a trial in seconds (applying, preparing, warming up); a moving mean.
    private double overhead;

    Trials(Subject subject, Profile profile, SessionRecord record, Budget budget, EarlierTrials earlier, long seed) {
        this.subject = subject;
        this.profile = profile;
        this.record = record;
        this.budget = budget;
        this.earlier = earlier;
        this.searchSeed = seed;
        this.freshSeed = seed * 1_000_003;
        this.warmupSeconds = Math.clamp(budget.wholeSeconds() / 300, 0.3, 2);
        this.overhead = warmupSeconds + 0.3;
    }

    /// Applies and measures a configuration. The search gives every configuration the same requests, a round of verification all its arms
    /// (common random numbers); everything else gets fresh ones.
    ///
    /// @param seconds measured time
    Measurement run(Configuration configuration, Purpose purpose, double rate, double seconds) throws TrialFailure, InterruptedException {
        return run(configuration, purpose, rate, seconds, warmupSeconds);
    }

    /// One of many short measurements for the verdict. Its warm-up is just long enough to fill the connection pools and the queue.
    Measurement window(Configuration configuration, double rate, double seconds) throws TrialFailure, InterruptedException {
        return run(configuration, Purpose.VERIFICATION, rate, seconds, windowWarmup());
    }

    private double windowWarmup() {
        return Math.min(warmupSeconds, WINDOW_WARMUP_SECONDS);
    }

    private Measurement run(Configuration configuration, Purpose purpose, double rate, double seconds, double warmup)
            throws TrialFailure, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        long seed = switch (purpose) {
            case SEARCH -> searchSeed;
            case VERIFICATION -> freshSeed;
            default -> ++freshSeed;
        };
        Optional<Trial> known = earlier.next(configuration, purpose);
        if (known.isPresent()) {
            return again(known.get(), seconds, warmup);
        }
        double before = budget.elapsedSeconds();
        record.begin(configuration, purpose, rate);
        try {
            subject.apply(configuration);
            Measurement measurement = subject.measure(new MeasureRequest(rate, duration(seconds), duration(warmup), seed));
            finish(measurement);
            learnOverhead(measurement, budget.elapsedSeconds() - before, seconds, warmup);
            return measurement;
        } catch (TrialFailure e) {
            record.finished(Status.FAILED, String.valueOf(e.getMessage()), java.util.Map.of());
            throw e;
        }
    }

    /// A trial from the interrupted part of the session: it was measured already, and its time is spent.
    private Measurement again(Trial trial, double seconds, double warmup) throws TrialFailure {
        budget.spent(trial.seconds());
        if (trial.status() == Status.FAILED) {
            throw new TrialFailure(trial.reason());
        }
        Measurement measurement = EarlierTrials.measurement(trial);
        learnOverhead(measurement, trial.seconds(), seconds, warmup);
        return measurement;
    }

    private void learnOverhead(Measurement measurement, double took, double seconds, double warmup) {
        if (!measurement.wasStopped()) {
            overhead += MEMORY * (took - seconds - warmup + warmupSeconds - overhead);
        }
    }

    /// Starts a new round of verification with other requests; all trials of a round get the same ones.
    void nextRound() {
        freshSeed++;
    }

    private void finish(Measurement measurement) {
        if (measurement.wasStopped()) {
            record.finished(Status.PRUNED, measurement.abortedBy(), measurement.meters());
            return;
        }
        Judgement judgement = Judgement.of(measurement.meters(), profile, "");
        record.finished(judgement.feasible() ? Status.FEASIBLE : Status.INFEASIBLE, String.join(", ", judgement.missed()),
                measurement.meters());
    }

    /// Whether the rate holds on this configuration for so long.
    HeldRateSearch.Probe probe(Configuration configuration, double rate, double seconds) throws TrialFailure, InterruptedException {
        return HeldRate.judge(run(configuration, Purpose.HELD_RATE, rate, seconds), profile);
    }

    /// Measured seconds a trial can have when `count` of them shall end by a share of the budget.
    double affordable(int count, double share, double longest) {
        return Math.clamp(budget.secondsUntil(share) / count - overhead, SHORTEST_SECONDS, longest);
    }

    /// How many trials of a measured length fit until a share of the budget is used up.
    int fitting(double seconds, double share) {
        return (int) Math.max(0, budget.secondsUntil(share) / (seconds + overhead));
    }

    /// How many short windows fit until a share of the budget is used up.
    int windowsFitting(double seconds, double share) {
        return fitting(seconds - warmupSeconds + windowWarmup(), share);
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }
}
