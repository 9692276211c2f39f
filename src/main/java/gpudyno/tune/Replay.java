package gpudyno.tune;

import gpudyno.store.MeasuredSpace;
import gpudyno.tune.space.Point;
import gpudyno.tune.space.ReplaySpace;
import gpudyno.tune.strategy.Outcome;
import gpudyno.tune.strategy.Strategies;
import gpudyno.tune.strategy.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Searches a measured space again and again, to see what a strategy finds in how many trials: a trial is a look-up, so thousands cost seconds.
/// Every trial is of a configuration not tried before in its search; one that failed counts as a trial too.
public final class Replay {
    private final ReplaySpace replayed;
    private final double optimum;

    /// One trial.
    ///
    /// @param value the time measured, in the file's unit; null where the configuration fails
    /// @param failure why; null where it was measured
    public record Evaluation(Map<String, Object> config, @Nullable Double value, @Nullable String failure) {}

    /// One search.
    ///
    /// @param millisPerTrial what the strategy itself took
    public record Search(long seed, List<Evaluation> evaluations, double millisPerTrial) {
        /// Optimum over the best time of the first trials: 1 when the optimum was among them, 0 when none could be measured.
        public double fractionOfOptimum(double optimum, int trials) {
            double best = evaluations.stream().limit(trials).map(Evaluation::value).filter(java.util.Objects::nonNull)
                    .mapToDouble(Double::doubleValue).min().orElse(Double.POSITIVE_INFINITY);
            return optimum / best;
        }
    }

    public Replay(MeasuredSpace measured) {
        replayed = new ReplaySpace(measured);
        optimum = measured.optimum();
    }

    public double optimum() {
        return optimum;
    }

    public long size() {
        return replayed.space().size().orElseThrow();
    }

    /// @param strategy name of one
    /// @param trials the most; fewer where the space has fewer points
    public Search search(String strategy, int trials, long seed) {
        Strategy searcher = Strategies.create(strategy, replayed.space(), seed, trials);
        List<Evaluation> evaluations = new ArrayList<>();
        long nanos = 0;
        while (evaluations.size() < trials) {
            long asked = System.nanoTime();
            Optional<Point> next = searcher.ask();
            nanos += System.nanoTime() - asked;
            if (next.isEmpty()) {
                break;
            }
            Point point = next.get();
            Double time = replayed.time(point);
            String failure = time == null ? replayed.failure(point) : null;
            evaluations.add(new Evaluation(replayed.space().values(point), time, failure));
            long told = System.nanoTime();
            searcher.tell(point, time == null ? new Outcome.Failed(replayed.failure(point)) : new Outcome.Measured(time));
            nanos += System.nanoTime() - told;
        }
        return new Search(seed, List.copyOf(evaluations), evaluations.isEmpty() ? 0 : nanos / 1e6 / evaluations.size());
    }
}
