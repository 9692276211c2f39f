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
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/// Searches a measured space again and again, to see what a strategy finds in how many trials: a trial is a look-up, so thousands cost seconds.
/// Every trial is of a configuration not tried before in its search; one that failed counts as a trial too.
public final class Replay {
    private final ReplaySpace replayed;
    private final boolean maximized;
    private final double optimum;

    /// One trial.
    ///
    /// @param value the measured value, in the file's unit; null if the configuration fails
    /// @param failure why; null where it was measured
    public record Evaluation(Map<String, Object> config, @Nullable Double value, @Nullable String failure) {}

    /// One search.
    ///
    /// @param millisPerTrial what the strategy itself took
    public record Search(long seed, List<Evaluation> evaluations, double millisPerTrial) {}

    public Replay(MeasuredSpace measured) {
        replayed = new ReplaySpace(measured);
        maximized = measured.maximized();
        optimum = measured.optimum();
    }

    public double optimum() {
        return optimum;
    }

    /// Whether greater values are better.
    public boolean maximized() {
        return maximized;
    }

    public long size() {
        return replayed.space().size().orElseThrow();
    }

    /// How good the best of the first trials is: optimum over best time (best over optimum where more is better). 1 when the optimum was among
    /// them, 0 when none could be measured.
    public double fractionOfOptimum(Search search, int trials) {
        DoubleStream values = search.evaluations.stream().limit(trials).map(Evaluation::value).filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue);
        OptionalDouble best = maximized ? values.max() : values.min();
        return best.isEmpty() ? 0 : Math.max(0, maximized ? best.getAsDouble() / optimum : optimum / best.getAsDouble());
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
            Double value = replayed.value(point);
            String failure = value == null ? replayed.failure(point) : null;
            evaluations.add(new Evaluation(replayed.space().values(point), value, failure));
            long told = System.nanoTime();
            searcher.tell(point,
                    failure != null ? new Outcome.Failed(failure) : new Outcome.Measured(replayed.cost(Objects.requireNonNull(value))));
            nanos += System.nanoTime() - told;
        }
        return new Search(seed, List.copyOf(evaluations), evaluations.isEmpty() ? 0 : nanos / 1e6 / evaluations.size());
    }
}
