package gpudyno.tune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Several goals at once: the Pareto front, which holds the candidates that no other beats in every goal, and its knee, the point with the
/// best trade-off between the goals.
///
/// A candidate without a finite value for every goal is never on the front, because what was not measured cannot be compared.
public final class Pareto {
    private final List<Goal> goals;

    /// @param meter a figure's name, such as `throughput.rps`
    public record Goal(String meter, boolean maximize) {
        /// Less is better.
        double cost(double value) {
            return maximize ? -value : value;
        }
    }

    public Pareto(List<Goal> goals) {
        if (goals.isEmpty()) {
            throw new IllegalArgumentException("a Pareto front needs at least one goal");
        }
        this.goals = List.copyOf(goals);
    }

    public List<Goal> goals() {
        return goals;
    }

    /// Those candidates that no other equals or betters in every goal and betters in one, as indexes in their order. Of equal ones all stay.
    ///
    /// @param candidates figures by meter; NaN counts as absent
    public List<Integer> front(List<? extends Map<String, Double>> candidates) {
        List<double @Nullable []> costs = candidates.stream().<double @Nullable []>map(this::costs).toList();
        List<Integer> front = new ArrayList<>();
        for (int i = 0; i < costs.size(); i++) {
            double[] mine = costs.get(i);
            if (mine != null && costs.stream().noneMatch(other -> other != null && dominates(other, mine))) {
                front.add(i);
            }
        }
        return front;
    }

    private double @Nullable [] costs(Map<String, Double> figures) {
        double[] costs = new double[goals.size()];
        for (int i = 0; i < costs.length; i++) {
            Double value = figures.get(goals.get(i).meter);
            if (value == null || !Double.isFinite(value)) {
                return null;
            }
            costs[i] = goals.get(i).cost(value);
        }
        return costs;
    }

    private static boolean dominates(double[] winning, double[] losing) {
        boolean less = false;
        for (int i = 0; i < winning.length; i++) {
            if (winning[i] > losing[i]) {
                return false;
            }
            less |= winning[i] < losing[i];
        }
        return less;
    }

    /// The knee: with every goal scaled to 0 at the front's best and 1 at its worst, the point of the front farthest below the chord that joins the
    /// extremes of two goals, for more the plane through them (Das, "On characterizing the knee of the Pareto curve based on normal-boundary
    /// intersection", Structural Optimization 18, 1999). Of equals the first.
    ///
    /// @return its index among the candidates; empty where the front is
    public Optional<Integer> knee(List<? extends Map<String, Double>> candidates) {
        List<Integer> front = front(candidates);
        double[][] scaled = scaled(
                front.stream().map(i -> java.util.Objects.requireNonNull(costs(candidates.get(i)))).toArray(double[][]::new));
        // The plane's normal is (1, ..., 1) after scaling, so the distance below it falls as the sum of coordinates rises.
        return IntStream.range(0, front.size()).boxed().min(Comparator.comparingDouble(i -> sum(scaled[i]))).map(front::get);
    }

    private static double[][] scaled(double[][] costs) {
        double[][] scaled = new double[costs.length][];
        for (int i = 0; i < costs.length; i++) {
            scaled[i] = costs[i].clone();
        }
        for (int goal = 0; costs.length > 0 && goal < costs[0].length; goal++) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (double[] cost : costs) {
                low = Math.min(low, cost[goal]);
                high = Math.max(high, cost[goal]);
            }
            for (double[] point : scaled) {
                point[goal] = high > low ? (point[goal] - low) / (high - low) : 0;
            }
        }
        return scaled;
    }

    private static double sum(double[] coordinates) {
        double sum = 0;
        for (double coordinate : coordinates) {
            sum += coordinate;
        }
        return sum;
    }

    /// One cost for several, so that a search for one goal finds points of the front: the augmented Tchebycheff norm of the scaled costs under
    /// weights (Knowles, "ParEGO", IEEE Transactions on Evolutionary Computation 10, 2006). Every point of the front is best for some weights.
    ///
    /// @param weights one a goal, at least 0, with sum 1
    /// @return a cost for each candidate, NaN where a figure is absent
    public double[] scalarized(List<? extends Map<String, Double>> candidates, double[] weights) {
        double[] result = new double[candidates.size()];
        List<Integer> compared = IntStream.range(0, result.length).filter(i -> costs(candidates.get(i)) != null).boxed().toList();
        double[][] scaled = scaled(
                compared.stream().map(i -> java.util.Objects.requireNonNull(costs(candidates.get(i)))).toArray(double[][]::new));
        java.util.Arrays.fill(result, Double.NaN);
        for (int i = 0; i < scaled.length; i++) {
            double greatest = 0;
            double sum = 0;
            for (int goal = 0; goal < weights.length; goal++) {
                greatest = Math.max(greatest, weights[goal] * scaled[i][goal]);
                sum += weights[goal] * scaled[i][goal];
            }
            result[compared.get(i)] = greatest + 0.05 * sum;
        }
        return result;
    }
}
