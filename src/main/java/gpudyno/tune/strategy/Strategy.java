package gpudyno.tune.strategy;

import gpudyno.tune.space.Point;
import java.util.Optional;

/// Says what to try next and learns from what came of it. Used by one thread; deterministic for a seed and a sequence of outcomes.
public interface Strategy {
    /// A point not tried before, or empty when the whole space has been.
    Optional<Point> ask();

    /// What came of a point that was asked for.
    void tell(Point point, Outcome outcome);
}
