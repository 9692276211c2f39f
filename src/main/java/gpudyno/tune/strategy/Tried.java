package gpudyno.tune.strategy;

import gpudyno.tune.space.Point;
import gpudyno.tune.space.Space;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The points tried in a space, in order, and those not tried yet. Every strategy keeps one.
final class Tried {
    private static final int DRAWS = 200;

    private final Space space;
    private final RandomGenerator random;
    private final Map<Point, Outcome> outcomes = new LinkedHashMap<>();
    private final List<Point> measured = new ArrayList<>();

    Tried(Space space, RandomGenerator random) {
        this.space = space;
        this.random = random;
    }

    void add(Point point, Outcome outcome) {
        if (outcomes.put(point, outcome) == null && outcome instanceof Outcome.Measured) {
            measured.add(point);
        }
    }

    boolean has(Point point) {
        return outcomes.containsKey(point);
    }

    int size() {
        return outcomes.size();
    }

    Map<Point, Outcome> outcomes() {
        return outcomes;
    }

    /// Points that were measured, best first.
    List<Point> best(int most) {
        return measured.stream().sorted((a, b) -> Double.compare(cost(a), cost(b))).limit(most).toList();
    }

    /// The cost of a measured point; infinite for one that failed.
    double cost(Point point) {
        return outcomes.get(point) instanceof Outcome.Measured(double cost) ? cost : Double.POSITIVE_INFINITY;
    }

    /// A new point drawn at random; empty when (nearly) all have been tried.
    Optional<Point> draw() {
        for (int draw = 0; draw < DRAWS; draw++) {
            Point point = space.draw(random);
            if (!has(point)) {
                return Optional.of(point);
            }
        }
        return space.anyWhere(point -> !has(point));
    }

    /// Those of the points that are new, in random order.
    List<Point> fresh(List<Point> points) {
        List<Point> fresh = new ArrayList<>(points);
        fresh.removeIf(this::has);
        for (int i = fresh.size(); i > 1; i--) {
            java.util.Collections.swap(fresh, i - 1, random.nextInt(i));
        }
        return fresh;
    }
}
