package gpudyno.tune.strategy;

import gpudyno.tune.space.Point;
import java.util.Optional;

/// Chooses the next point to try and learns from the results. Used by one thread; deterministic for a seed and a sequence of outcomes.
public interface Strategy {
    /// A point not tried before, or empty when the whole space has been.
    Optional<Point> ask();

    /// Reports the result of a requested point.
    void tell(Point point, Outcome outcome);
}
