package gpudyno.tune.command;

import gpudyno.load.AbortRule;
import gpudyno.load.SecondSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Ends a trial early if it is clearly worse than the best so far. All trials of a search get the same requests in the same order, so
/// seconds of two trials compare one by one: a trial is dropped in the first second in which it has answered so many fewer requests than
/// the best had by then that chance does not explain it.
///
/// Two counts are taken for Poisson, whose difference has the standard deviation √(a + b); requests of a closed loop spread less, so the true
/// chance of dropping the better one is below that of three deviations. Only goals that count answers are raced; a percentile of a few seconds
/// says too little.
final class Race {
    private static final double DEVIATIONS = 3;
    private static final Set<String> COUNTED = Set.of("throughput.rps", "tokens.rate", "goodput.rps");

    private final boolean run;
    private final long warmupSeconds;
    private final long leastSeconds;
    private List<Long> best = List.of();
    private double bestValue;

    /// @param least share of a trial's length before which none is dropped
    Race(CommandPlan plan, double least) {
        run = plan.goals().size() == 1 && COUNTED.contains(plan.objective().meter()) && plan.objective().maximize()
                && !plan.load().findsMax();
        warmupSeconds = (plan.load().warmup().toMillis() + 999) / 1000;
        leastSeconds = Math.max(1, Math.round(least * plan.load().scenario().duration().toMillis() / 1000.0));
    }

    Lap lap() {
        return new Lap();
    }

    /// One trial's part in it. Used by the load generator's thread, then by the search's.
    final class Lap implements AbortRule {
        private final List<Long> answered = new ArrayList<>();
        private long sum;
        private @Nullable String dropped;
        private double share;

        @Override
        public @Nullable String reason(SecondSample second) {
            if (!run || second.second() < warmupSeconds) {
                return null;
            }
            sum += second.correct();
            answered.add(sum);
            int at = answered.size() - 1;
            if (answered.size() >= leastSeconds && at < best.size()) {
                long leading = best.get(at);
                share = Math.max(sum, 0.5) / Math.max(1, leading);
                if (leading - sum > DEVIATIONS * Math.sqrt(leading + sum)) {
                    dropped = String.format(Locale.ROOT, "dropped after %d s: %d answers where the best had %d", answered.size(), sum,
                            leading);
                }
            }
            return dropped;
        }

        /// Its load failed, so the trial has failed, whatever the race decided in the same second.
        void fail() {
            dropped = null;
        }

        /// Why the race did not run it to its end; null where it did, or where its load broke.
        @Nullable
        String dropped() {
            return dropped;
        }

        /// The estimated value of a dropped trial: the best one's value times the share of its answers. The report of so short a run may
        /// hold nothing, since it leaves out what was sent while warming up.
        double estimate() {
            return bestValue * share;
        }

        /// This trial is the best now.
        ///
        /// @param value of the objective
        void leads(double value) {
            best = List.copyOf(answered);
            bestValue = value;
        }
    }
}
