package gpudyno.tune;

import gpudyno.model.knob.Configuration;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.tune.Measurement;
import gpudyno.model.tune.TrialFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// Tests whether one configuration gives more correct answers than another when both are overloaded. It measures many short windows, in
/// pairs that follow each other within seconds, so that a slow change of the machine's speed affects both equally. The order within a pair,
/// A B or B A, is drawn at random, so the [SequentialSignedRank] test is valid for noise of any kind. The test is repeated while pairs come
/// in, and the duel ends as soon as the answer is certain either way.
///
/// A pair in which a window fails does not count; three such pairs in a row end the duel without a decision.
final class Duel {
    /// Chance that an equal configuration is called better: one session in 250.
    private static final double WRONG = 0.004;
    private static final int LOOK_EVERY = 5;
    private static final int MOST_PAIRS = 120;
    private static final double WINDOW_SECONDS = 1;
    private static final double FUTILE = 0.01;
    private static final int MOST_LOST = 3;

    /// The result if no duel was needed.
    static final Finding NONE = new Finding(PairedRatio.UNKNOWN, false);

    private final Trials trials;
    private final Configuration baseline;
    private final Configuration other;
    private final double rate;
    private final SplittableRandom coin;
    private final List<Double> logarithms = new ArrayList<>();
    private int lost;

    /// @param rate offered to both, more than either can answer
    /// @param seed of the order in the pairs
    Duel(Trials trials, Configuration baseline, Configuration other, double rate, long seed) {
        this.trials = trials;
        this.baseline = baseline;
        this.other = other;
        this.rate = rate;
        this.coin = new SplittableRandom(seed);
    }

    /// The result of the duel.
    ///
    /// @param surelyAbove whether the ratio is above 1 and worth a change
    record Finding(PairedRatio ratio, boolean surelyAbove) {}

    /// Measures pairs until the duel is decided or the budget's share is used up.
    ///
    /// @param soFar called with the ratio after every test. Its interval is for that one test; the decision takes all tests into account
    Finding until(Budget budget, double share, Consumer<PairedRatio> soFar) throws InterruptedException {
        int planned = Math.min(MOST_PAIRS, trials.windowsFitting(WINDOW_SECONDS, share) / 2);
        SequentialSignedRank test = new SequentialSignedRank(WRONG, planned);
        boolean above = false;
        boolean decided = false;
        while (!decided && lost < MOST_LOST && logarithms.size() < planned) {
            pair();
            boolean last = logarithms.size() >= planned || !budget.lasts(share);
            if (!logarithms.isEmpty() && (last || logarithms.size() % LOOK_EVERY == 0)) {
                // Once the test has decided, the decision stands: the error probability is that of deciding at any time.
                above |= test.isAbove(logarithms, last);
                decided = last || above && isWorthwhile() || hopeless();
                soFar.accept(PairedRatio.of(logarithms));
            }
        }
        return new Finding(logarithms.isEmpty() ? PairedRatio.UNKNOWN : PairedRatio.of(logarithms), above && isWorthwhile());
    }

    private boolean isWorthwhile() {
        return new SignedRank(logarithms).estimate() >= Math.log(PairedRatio.WORTHWHILE);
    }

    /// A gain that is worth a change is now very improbable.
    private boolean hopeless() {
        return new SignedRank(logarithms).upper(FUTILE) < Math.log(PairedRatio.WORTHWHILE);
    }

    private void pair() throws InterruptedException {
        boolean baselineFirst = coin.nextBoolean();
        trials.nextRound();
        try {
            double first = answers(baselineFirst ? baseline : other);
            double second = answers(baselineFirst ? other : baseline);
            logarithms.add(baselineFirst ? Math.log(second / first) : Math.log(first / second));
            lost = 0;
        } catch (TrialFailure _) {
            // The trial records the reason.
            lost++;
        }
    }

    private double answers(Configuration configuration) throws TrialFailure, InterruptedException {
        Measurement measurement = trials.window(configuration, rate, WINDOW_SECONDS);
        double answered = measurement.value(DerivedMeters.THROUGHPUT);
        if (!(answered > 0)) {
            throw new TrialFailure("gave no correct answer at " + Math.round(rate) + " requests/s");
        }
        return answered;
    }
}
