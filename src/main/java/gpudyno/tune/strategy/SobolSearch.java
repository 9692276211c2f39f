package gpudyno.tune.strategy;

import gpudyno.tune.space.Point;
import gpudyno.tune.space.Space;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Points that cover every parameter's values evenly, in the order of a Sobol sequence, those left out that a space does not hold. Learns nothing.
final class SobolSearch implements Strategy {
    /// Of a space that holds few of the combinations most points of the sequence fall outside.
    private static final int ATTEMPTS = 1000;

    private final Space space;
    private final SobolSequence sequence;
    private final Tried tried;

    SobolSearch(Space space, RandomGenerator random) {
        this.space = space;
        sequence = new SobolSequence(space.dimensions(), random);
        tried = new Tried(space, random);
    }

    @Override
    public Optional<Point> ask() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Point point = space.canonical(point(sequence.next()));
            if (space.contains(point) && !tried.has(point)) {
                return Optional.of(point);
            }
        }
        return tried.draw();
    }

    private Point point(double[] at) {
        int[] indexes = new int[at.length];
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = (int) (at[i] * space.parameters().get(i).size());
        }
        return new Point(indexes);
    }

    @Override
    public void tell(Point point, Outcome outcome) {
        tried.add(point, outcome);
    }
}
