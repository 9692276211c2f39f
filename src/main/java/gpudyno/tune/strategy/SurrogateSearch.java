package gpudyno.tune.strategy;

import gpudyno.tune.space.Parameter;
import gpudyno.tune.space.Point;
import gpudyno.tune.space.Space;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Constrained expected improvement on a surrogate (Gardner et al., 2014): next comes the candidate whose expected improvement, times the
/// probability that it can run, is greatest. Candidates are what lies around the best points, and points drawn at random.
final class SurrogateSearch implements Strategy {
    private static final int CENTRES = 6;
    private static final int DRAWN = 400;
    private static final int MOST_CANDIDATES = 1200;
    private static final int SPREAD_DRAWS = 12;

    private final Space space;
    private final RandomGenerator random;
    private final Tried tried;
    private final Surrogate cost;
    private final Surrogate failure;
    private final int initial;

    SurrogateSearch(Space space, RandomGenerator random, Surrogate cost, Surrogate failure) {
        this.space = space;
        this.random = random;
        this.cost = cost;
        this.failure = failure;
        this.initial = Math.clamp(2L * space.dimensions(), 8, 20);
        tried = new Tried(space, random);
    }

    @Override
    public Optional<Point> ask() {
        if (tried.size() < initial || tried.best(2).size() < 2) {
            return spread();
        }
        List<Point> candidates = candidates();
        if (candidates.isEmpty()) {
            return tried.draw();
        }
        double[][] encoded = candidates.stream().map(this::encode).toArray(double[][]::new);
        double[] improvement = improvement(encoded);
        double[] fails = failures(encoded);
        int best = 0;
        double bestScore = -1;
        for (int i = 0; i < candidates.size(); i++) {
            double score = improvement[i] * (1 - fails[i]);
            if (score > bestScore) {
                bestScore = score;
                best = i;
            }
        }
        return Optional.of(candidates.get(best));
    }

    /// The drawn point farthest from all tried ones, so that a few points cover the space.
    private Optional<Point> spread() {
        Optional<Point> farthest = tried.draw();
        double distance = farthest.map(this::distance).orElse(0.0);
        for (int draw = 1; draw < SPREAD_DRAWS; draw++) {
            Optional<Point> other = tried.draw();
            double far = other.map(this::distance).orElse(0.0);
            if (far > distance) {
                farthest = other;
                distance = far;
            }
        }
        return farthest;
    }

    private double distance(Point point) {
        double[] at = encode(point);
        double nearest = Double.POSITIVE_INFINITY;
        for (Point other : tried.outcomes().keySet()) {
            double[] there = encode(other);
            double sum = 0;
            for (int i = 0; i < at.length; i++) {
                sum += (at[i] - there[i]) * (at[i] - there[i]);
            }
            nearest = Math.min(nearest, sum);
        }
        return nearest;
    }

    private List<Point> candidates() {
        Set<Point> candidates = new LinkedHashSet<>();
        for (Point centre : tried.best(CENTRES)) {
            candidates.addAll(tried.fresh(space.neighbours(centre)));
        }
        for (int draw = 0; draw < DRAWN; draw++) {
            Point point = space.draw(random);
            if (!tried.has(point)) {
                candidates.add(point);
            }
        }
        List<Point> all = new ArrayList<>(candidates);
        return all.subList(0, Math.min(all.size(), MOST_CANDIDATES));
    }

    private double[] encode(Point point) {
        double[] encoded = new double[space.dimensions()];
        for (int i = 0; i < encoded.length; i++) {
            Parameter parameter = space.parameters().get(i);
            encoded[i] = parameter.size() == 1 ? 0 : point.index(i) / (double) (parameter.size() - 1);
        }
        return encoded;
    }

    private double[] improvement(double[][] candidates) {
        List<Point> measured = tried.best(Integer.MAX_VALUE);
        double[][] x = measured.stream().map(this::encode).toArray(double[][]::new);
        double[] y = standardised(measured.stream().mapToDouble(tried::cost).toArray());
        cost.fit(x, y);
        Surrogate.Prediction predicted = cost.predict(candidates);
        double best = y[0];
        double[] improvement = new double[candidates.length];
        for (int i = 0; i < improvement.length; i++) {
            improvement[i] = ExpectedImprovement.of(best, predicted.mean()[i], predicted.deviation()[i]);
        }
        return improvement;
    }

    /// Costs are compared as ratios. If all are positive, their logarithm is used, so that a factor of two counts equally in both
    /// directions.
    private static double[] standardised(double[] costs) {
        boolean positive = java.util.Arrays.stream(costs).allMatch(cost -> cost > 0);
        double[] y = java.util.Arrays.stream(costs).map(cost -> positive ? Math.log(cost) : cost).toArray();
        double mean = java.util.Arrays.stream(y).average().orElse(0);
        double deviation = Math.sqrt(java.util.Arrays.stream(y).map(value -> (value - mean) * (value - mean)).average().orElse(1));
        return java.util.Arrays.stream(y).map(value -> (value - mean) / Math.max(deviation, 1e-9)).toArray();
    }

    private double[] failures(double[][] candidates) {
        Map<Point, Outcome> outcomes = tried.outcomes();
        if (outcomes.values().stream().noneMatch(outcome -> outcome instanceof Outcome.Failed)) {
            return new double[candidates.length];
        }
        double[][] x = outcomes.keySet().stream().map(this::encode).toArray(double[][]::new);
        double[] y = outcomes.values().stream().mapToDouble(outcome -> outcome instanceof Outcome.Failed ? 1 : 0).toArray();
        failure.fit(x, y);
        return failure.predict(candidates).mean();
    }

    @Override
    public void tell(Point point, Outcome outcome) {
        tried.add(point, outcome);
    }
}
