package gpudyno.tune.strategy;

import gpudyno.tune.space.Point;
import gpudyno.tune.space.Space;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Greedy iterated local search: neighbours in random order, the first better one becomes the centre; at a local optimum, a kick of a few
/// parameters from the best point, and on.
final class GreedyLocalSearch implements Strategy {
    private static final int START = 10;
    private static final int ATTEMPTS = 100;

    private final Space space;
    private final RandomGenerator random;
    private final Tried tried;
    private final ArrayDeque<Point> queue = new ArrayDeque<>();
    private @Nullable Point centre;

    GreedyLocalSearch(Space space, RandomGenerator random) {
        this.space = space;
        this.random = random;
        tried = new Tried(space, random);
    }

    @Override
    public Optional<Point> ask() {
        if (tried.size() < START || tried.best(1).isEmpty()) {
            return tried.draw();
        }
        if (centre == null) {
            moveTo(tried.best(1).getFirst());
        }
        while (!queue.isEmpty()) {
            Point next = queue.remove();
            if (!tried.has(next)) {
                return Optional.of(next);
            }
        }
        return kick();
    }

    private void moveTo(Point point) {
        centre = point;
        queue.clear();
        queue.addAll(tried.fresh(space.adjacent(point)));
        queue.addAll(tried.fresh(space.neighbours(point)));
    }

    private Optional<Point> kick() {
        Point best = tried.best(1).getFirst();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Point kicked = best;
            int changes = 2 + random.nextInt(2);
            for (int change = 0; change < changes; change++) {
                int parameter = random.nextInt(space.dimensions());
                kicked = kicked.with(parameter, random.nextInt(space.parameters().get(parameter).size()));
            }
            kicked = space.canonical(kicked);
            if (space.contains(kicked) && !tried.has(kicked)) {
                centre = kicked;
                return Optional.of(kicked);
            }
        }
        return tried.draw();
    }

    @Override
    public void tell(Point point, Outcome outcome) {
        tried.add(point, outcome);
        Point from = centre;
        if (from != null && Double.isFinite(tried.cost(point)) && (from.equals(point) || tried.cost(point) < tried.cost(from))) {
            moveTo(point);
        }
    }
}
