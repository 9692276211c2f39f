package gpudyno.node.demo;

import gpudyno.model.alert.Alert;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Meters;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.SessionReport.Verdict;
import gpudyno.model.tune.SessionSummary;
import gpudyno.node.demo.DemoMachine.Reach;
import gpudyno.watch.PastAlerts;
import gpudyno.watch.RuleFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What happened on a simulated machine in the quarter of an hour before its start: somebody made its cache too small for a while, and a
/// session tried several batch sizes. Both turn the machine's knobs, so that its frames and alerts show what came of them. When it happens
/// comes from the machine's seed.
final class DemoPast {
    private static final String BY = "an operator (simulated)";
    private static final String SESSION = "session 1 (simulated)";
    private static final String CACHE = "cache.maxBytes";
    /// So much less is answered from it that answers are late, and so little that most machines lose less than their error budget.
    private static final long SMALL_CACHE = 1 << 20;
    private static final String BATCH = "serve.batch.maxSize";
    private static final int CACHE_FROM = 120;
    private static final int CACHE_SECONDS = 90;
    private static final int SESSION_FROM = 400;
    private static final int SPREAD = 60;
    private static final int TRIAL_SECONDS = 45;
    /// Rules judge coarser frames than those of a live node: eleven pasts are simulated while a person waits.
    private static final int JUDGED_SECONDS = 10;
    private static final Set<String> MEASURED = Set.of(Meters.RESPONSE.id());
    private static final List<Long> TRIALS = List.of(8L, 16L, 32L, 64L);
    /// A 95th percentile that is lower by this share is called better.
    private static final double BETTER = 0.05;

    private final boolean busy;
    private final int cacheSmall;
    private final int begin;
    private final KnobRegistry knobs;
    private final DemoJournal journal;
    private final PastAlerts alerts;
    private final List<Frame> trial = new ArrayList<>();
    private final List<Frame> judged = new ArrayList<>();
    private final List<Double> found = new ArrayList<>();
    private Object cacheBefore = SMALL_CACHE;
    private Object batchBefore = 0L;
    private double baseline = Double.NaN;
    private Instant started = Instant.EPOCH;
    private volatile List<SessionSummary> sessions = List.of();

    DemoPast(DemoMachine machine, KnobRegistry knobs, DemoJournal journal, Function<String, @Nullable Meter> meters) {
        this.knobs = knobs;
        this.journal = journal;
        busy = machine.load().rate() >= 1 && machine.reach() != Reach.NEVER;
        int shift = Math.floorMod(machine.seed(), SPREAD);
        cacheSmall = CACHE_FROM + shift;
        begin = SESSION_FROM + shift;
        alerts = new PastAlerts(RuleFile.defaults(), meters);
    }

    /// A second of the past begins.
    ///
    /// @param second since the machine's start
    void before(long second, Instant at) {
        if (!busy) {
            return;
        }
        if (second == cacheSmall) {
            cacheBefore = value(CACHE, SMALL_CACHE);
            knobs.turn(Map.of(CACHE, SMALL_CACHE), BY);
        } else if (second == cacheSmall + CACHE_SECONDS) {
            knobs.turn(Map.of(CACHE, cacheBefore), BY);
        }
        long into = second - begin;
        if (into == 0) {
            started = at;
            batchBefore = value(BATCH, TRIALS.getFirst());
            journal.say("Session 1 started: batch sizes, simulated");
        }
        if (into >= 0 && into <= (long) TRIALS.size() * TRIAL_SECONDS && into % TRIAL_SECONDS == 0 && !started.equals(Instant.EPOCH)) {
            next((int) (into / TRIAL_SECONDS), at);
        }
    }

    private Object value(String knob, Object otherwise) {
        return knobs.current().values().getOrDefault(knob, otherwise);
    }

    private void next(int number, Instant at) {
        double p95 = p95();
        if (number == 0) {
            baseline = p95;
        } else {
            found.add(p95);
        }
        trial.clear();
        if (number < TRIALS.size()) {
            knobs.turn(Map.of(BATCH, TRIALS.get(number)), SESSION);
        } else {
            end(at);
        }
    }

    private double p95() {
        return trial.isEmpty() ? Double.NaN : Frame.rollUp(trial).distribution(Meters.RESPONSE.id()).percentile(95);
    }

    private void end(Instant at) {
        knobs.turn(Map.of(BATCH, batchBefore), SESSION);
        int best = 0;
        for (int i = 1; i < found.size(); i++) {
            best = found.get(i) < found.get(best) ? i : best;
        }
        boolean better = found.get(best) < baseline * (1 - BETTER);
        String message = String.format(Locale.ROOT,
                "Simulated. p95 %.0f ms at batch size %d, %.0f ms before; the knobs are back where they were",
                found.get(best), TRIALS.get(best), baseline);
        journal.say("Session 1 ended: " + message);
        sessions = List.of(new SessionSummary(1, journal.targets(), Phase.FINISHED, 1, message, started, at,
                better ? Verdict.BETTER : Verdict.NO_BETTER, false, false, null, null, null, TRIALS.size()));
    }

    /// A second of the past is over.
    void after(Frame frame) {
        if (!busy) {
            return;
        }
        judged.add(frame);
        if (judged.size() == JUDGED_SECONDS) {
            alerts.accept(Frame.rollUp(judged));
            judged.clear();
        }
        trial.add(frame.only(MEASURED));
        if (trial.size() > TRIAL_SECONDS) {
            trial.removeFirst();
        }
    }

    List<SessionSummary> sessions() {
        return sessions;
    }

    /// Alerts that fired and ended in that time, newest first. Their ids are below zero, since those of the present begin with one.
    List<Alert> alerts() {
        return alerts.ended().stream().map(alert -> new Alert(-alert.id(), alert.rule(), alert.group(), alert.series(), alert.severity(),
                alert.state(), alert.title(), alert.cause(), alert.since(), alert.ended(), alert.acknowledged(), alert.note(),
                alert.quietUntil(), alert.inhibited())).toList();
    }
}
