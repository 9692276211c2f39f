package gpudyno.tune.strategy;

import gpudyno.tune.space.Point;
import gpudyno.tune.space.Space;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A steady-state genetic algorithm: two of the best trials so far, chosen by rank, are crossed uniformly and mutated; the child joins the
/// population if it is among its best.
final class Genetic implements Strategy {
    private static final int POPULATION = 20;
    private static final int ATTEMPTS = 100;

    private final Space space;
    private final RandomGenerator random;
    private final Tried tried;

    Genetic(Space space, RandomGenerator random) {
        this.space = space;
        this.random = random;
        tried = new Tried(space, random);
    }

    @Override
    public Optional<Point> ask() {
        List<Point> population = tried.best(POPULATION);
        if (tried.size() < POPULATION || population.size() < 2) {
            return tried.draw();
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Point child = child(select(population), select(population));
            if (space.contains(child) && !tried.has(child)) {
                return Optional.of(child);
            }
        }
        return tried.draw();
    }

    /// Linear ranking: the best is twice as likely as the median.
    private Point select(List<Point> population) {
        int a = random.nextInt(population.size());
        int b = random.nextInt(population.size());
        return population.get(Math.min(a, b));
    }

    private Point child(Point mother, Point father) {
        Point child = mother;
        for (int i = 0; i < space.dimensions(); i++) {
            if (random.nextBoolean()) {
                child = child.with(i, father.index(i));
            }
            if (random.nextInt(space.dimensions()) == 0) {
                child = child.with(i, random.nextInt(space.parameters().get(i).size()));
            }
        }
        return space.canonical(child);
    }

    @Override
    public void tell(Point point, Outcome outcome) {
        tried.add(point, outcome);
    }
}
