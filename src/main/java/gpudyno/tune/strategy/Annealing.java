package gpudyno.tune.strategy;

import gpudyno.tune.space.Point;
import gpudyno.tune.space.Space;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Simulated annealing (Kirkpatrick, Gelatt and Vecchi, 1983): a walk to neighbours that takes a worse one with probability exp(−Δ/T), Δ the
/// relative worsening, T falling geometrically over the trials expected. A walk that no longer moves starts again elsewhere.
final class Annealing implements Strategy {
    private static final double HOT = 0.5;
    private static final double COLD = 0.001;
    private static final int PATIENCE = 25;

    private final Space space;
    private final RandomGenerator random;
    private final Tried tried;
    private final int expectedTrials;
    private @Nullable Point here;
    private int stuck;

    Annealing(Space space, RandomGenerator random, int expectedTrials) {
        this.space = space;
        this.random = random;
        this.expectedTrials = expectedTrials;
        tried = new Tried(space, random);
    }

    @Override
    public Optional<Point> ask() {
        Point from = here;
        if (from == null) {
            return tried.draw();
        }
        List<Point> adjacent = tried.fresh(space.adjacent(from));
        if (adjacent.isEmpty() || random.nextInt(4) == 0) {
            adjacent = tried.fresh(space.neighbours(from));
        }
        return adjacent.isEmpty() ? tried.draw() : Optional.of(adjacent.getFirst());
    }

    @Override
    public void tell(Point point, Outcome outcome) {
        tried.add(point, outcome);
        if (accepts(tried.cost(point))) {
            here = point;
            stuck = 0;
        } else if (++stuck > PATIENCE) {
            here = null;
            stuck = 0;
        }
    }

    private boolean accepts(double cost) {
        Point from = here;
        if (!Double.isFinite(cost) || from == null) {
            return Double.isFinite(cost);
        }
        double worse = (cost - tried.cost(from)) / Math.abs(tried.cost(from));
        double temperature = HOT * Math.pow(COLD / HOT, Math.min(1, tried.size() / (double) expectedTrials));
        return worse <= 0 || random.nextDouble() < Math.exp(-worse / temperature);
    }
}
