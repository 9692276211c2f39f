package gpudyno.foresight;

import gpudyno.model.foresight.Expectation;
import gpudyno.model.foresight.Watched;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Watches one figure: how rare its values are, by the streaming detectors, and how far they lie off what is usual. Both together make its
/// score. Rare alone is not enough, because among many meters something is always rare; far off alone neither, because some meters often are.
final class SignalWatch {
    /// A score from here on is an anomaly.
    static final double THRESHOLD = 0.8;
    /// How many usual spreads a figure may lie off.
    static final double TOLERANCE = 4;
    private static final double MOST_TOLERANCE = 32;
    /// The detectors' score that counts as rare: about one value in 30.
    private static final double RARE = 0.6;
    private static final double NEAR_THE_END = 0.9;
    /// Seconds for which a value that was rare makes the next ones count as rare.
    private static final double REMEMBERED = 20;
    private static final int COURSE = 360;
    private static final int COURSE_EVERY = 10;
    private final Signal signal;
    private final AnomalyDetector detector = new AnomalyDetector();
    private final UsualRange usual = new UsualRange();
    private final SlowMove slow = new SlowMove();
    private final Deque<Expectation> course = new ArrayDeque<>();
    private double tolerance;
    private double rarity;
    private double value = Double.NaN;
    private double off;
    private double score;
    private long seen;

    SignalWatch(Signal signal, double tolerance) {
        this.signal = signal;
        this.tolerance = tolerance;
    }

    Signal signal() {
        return signal;
    }

    /// Judges the figure of a second, then learns it.
    ///
    /// @param read NaN where there is none
    /// @param troubled whether something is wrong anyway, so that what is read now is not usual
    void accept(Instant at, double read, boolean troubled) {
        value = read;
        if (!Double.isFinite(read)) {
            off = 0;
            score = 0;
            return;
        }
        boolean learning = isLearning();
        double before = off;
        off = learning ? 0 : offBy(read);
        double rare = detector.score(at.toEpochMilli() / 1e3, read);
        // While it stays off, what made it rare still holds: the detectors have got used to it.
        boolean stays = Math.abs(before) >= 1 && Math.abs(off) >= 1;
        rarity = Math.max(rare, stays ? rarity : rarity - 1 / REMEMBERED);
        score = learning ? 0 : Math.min(1, THRESHOLD * Math.min(Math.abs(off), 1.25) * (0.4 + 0.6 * Math.min(1, rarity / RARE)));
        if (seen % UsualRange.EVERY == 0) {
            if (score < THRESHOLD * 0.75 && !troubled) {
                usual.learn(read);
            } else {
                usual.forgetWaiting();
            }
            slow.learn(read);
        }
        if (seen % COURSE_EVERY == 0) {
            keep(at);
        }
        seen++;
    }

    private void keep(Instant at) {
        if (course.size() == COURSE) {
            course.removeFirst();
        }
        course.addLast(new Expectation(at, value, isLearning() ? value : low(), isLearning() ? value : high(), score));
    }

    /// In units of what is tolerated: beyond 1 or -1 it is unusual. 0 on the side on which nothing is.
    private double offBy(double read) {
        boolean above = read >= usual.middle();
        if (above ? signal.side() == Signal.Side.BELOW : signal.side() == Signal.Side.ABOVE) {
            return 0;
        }
        return (read - usual.middle()) / tolerated(above);
    }

    /// How far from the middle it may lie. A share of a whole cannot lie further than the whole: where it varies much, its very end is unusual.
    private double tolerated(boolean above) {
        double usually = tolerance * spread(above);
        return above && signal.unit().equals("percent")
                ? Math.min(usually, Math.max(signal.least(), NEAR_THE_END * (100 - usual.middle())))
                : usually;
    }

    private double spread(boolean above) {
        return usual.spread(above, Math.max(signal.least(), signal.leastShare() * Math.abs(usual.middle())));
    }

    /// The least value that is still expected; for people, so never below zero.
    double low() {
        return Math.max(0, usual.middle() - tolerated(false));
    }

    double high() {
        double most = usual.middle() + tolerated(true);
        return signal.unit().equals("percent") ? Math.min(100, most) : most;
    }

    boolean isLearning() {
        return usual.isLearning();
    }

    double value() {
        return value;
    }

    double score() {
        return score;
    }

    /// See [#offBy].
    double off() {
        return off;
    }

    boolean isUnusual() {
        return score >= THRESHOLD;
    }

    /// Whether it has moved slowly one way, by more than is tolerated.
    boolean drifts() {
        double moved = slow.moved();
        boolean side = moved > 0 ? signal.side() != Signal.Side.BELOW : signal.side() != Signal.Side.ABOVE;
        return side && !isLearning() && Math.abs(moved) > tolerance * Math.max(signal.least(), signal.leastShare() * Math.abs(value));
    }

    double tolerance() {
        return tolerance;
    }

    /// Somebody said that what was told was to be expected.
    void widen() {
        tolerance = Math.min(MOST_TOLERANCE, tolerance * 1.5);
    }

    /// What it reads now is usual from now on.
    void adopt() {
        usual.restart();
        slow.restart();
        score = 0;
        off = 0;
        rarity = 0;
    }

    List<Expectation> course() {
        return new ArrayList<>(course);
    }

    Watched state() {
        return new Watched(signal.meter(), signal.title(), signal.unit(), tolerance, isLearning(), score);
    }
}
