package gpudyno.tune.strategy;

import gpudyno.tune.space.Point;
import gpudyno.tune.space.Space;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Points drawn uniformly, none twice: what every other strategy must beat.
final class RandomSearch implements Strategy {
    private final Tried tried;

    RandomSearch(Space space, RandomGenerator random) {
        tried = new Tried(space, random);
    }

    @Override
    public Optional<Point> ask() {
        return tried.draw();
    }

    @Override
    public void tell(Point point, Outcome outcome) {
        tried.add(point, outcome);
    }
}
