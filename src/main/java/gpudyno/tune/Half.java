package gpudyno.tune;

import gpudyno.model.knob.Configuration;
import gpudyno.model.tune.Restriction;
import gpudyno.model.tune.SessionRequest;
import gpudyno.tune.space.Point;
import gpudyno.tune.strategy.Outcome;
import gpudyno.tune.strategy.Strategies;
import gpudyno.tune.strategy.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// One half of a search: a space, and the strategy that chooses configurations in it.
///
/// A strategy's model needs a number of points before it says anything, more than a session of five minutes can measure. Until then `auto`
/// takes a few points that cover every knob's range evenly (drawn by lot, a few may all have too small a cache) and continues near the best
/// of them. The strategy is told all results and takes over later. A strategy that was chosen by name is used from the first trial.
final class Half {
    /// A block of a Sobol sequence: every quarter of every knob's range has been tried once.
    private static final int COVERING = 4;
    private static final int ANYWHERE_EVERY = 5;
    private static final int MOST_REDRAWS = 50;
    private static final int EXPECTED_TRIALS = 100;

    private final KnobSpace space;
    private final Strategy strategy;
    private final Strategy covering;
    private final SplittableRandom random;
    private final int opening;
    private int told;
    private int asked;

    Half(KnobSpace space, String strategy, long seed) {
        this.space = space;
        this.strategy = Strategies.create(strategy, space.space(), seed, EXPECTED_TRIALS);
        this.covering = Strategies.create("sobol", space.space(), seed, EXPECTED_TRIALS);
        this.random = new SplittableRandom(seed);
        // As many as the strategies' own models wait for.
        this.opening = strategy.equals(SessionRequest.AUTO) ? Math.clamp(2L * space.space().dimensions(), 8, 20) : 0;
    }

    KnobSpace space() {
        return space;
    }

    /// A configuration not tried before; empty when there is none.
    ///
    /// @param best the best of this half, if any
    /// @param avoided a part of the space that the first points must lie outside of, because it has a half of its own; null for none
    Optional<Configuration> next(Set<Configuration> tried, List<Configuration> best, @Nullable Restriction avoided) {
        if (told >= opening) {
            for (int ask = 0; ask < MOST_REDRAWS; ask++) {
                Optional<Configuration> next = strategy.ask().map(space::configuration);
                if (next.isEmpty() || !tried.contains(next.get())) {
                    return next;
                }
            }
        }
        boolean first = asked < COVERING;
        // Later, too, some points are drawn from the whole space, so that the search does not stop at a local optimum.
        boolean elsewhere = best.isEmpty() || first || asked % ANYWHERE_EVERY == ANYWHERE_EVERY - 1;
        asked++;
        for (int draw = 0; draw < MOST_REDRAWS; draw++) {
            Configuration drawn = elsewhere || draw > MOST_REDRAWS / 2 ? anywhere() : beside(best.getFirst());
            if (avoided != null && first) {
                drawn = avoided.outside(drawn);
            }
            if (!tried.contains(drawn)) {
                return Optional.of(drawn);
            }
        }
        return space.space().anyWhere(point -> !tried.contains(space.configuration(point))).map(space::configuration);
    }

    private Configuration anywhere() {
        return space.configuration(covering.ask().orElseGet(() -> space.space().draw(random)));
    }

    /// One or two knobs a step away.
    private Configuration beside(Configuration best) {
        Point at = space.point(best).orElseGet(() -> space.space().draw(random));
        for (int moves = 1 + random.nextInt(2); moves > 0; moves--) {
            List<Point> near = movable(at);
            at = near.isEmpty() ? at : near.get(random.nextInt(near.size()));
        }
        return space.configuration(at);
    }

    /// The neighbours a step away along one knob, each knob as likely as any other.
    private List<Point> movable(Point at) {
        List<Point> adjacent = space.space().adjacent(at);
        List<Integer> knobs = new ArrayList<>();
        for (int knob = 0; knob < at.dimensions(); knob++) {
            if (space.space().parameters().get(knob).size() > 1) {
                knobs.add(knob);
            }
        }
        if (knobs.isEmpty()) {
            return List.of();
        }
        int chosen = knobs.get(random.nextInt(knobs.size()));
        return adjacent.stream().filter(point -> point.index(chosen) != at.index(chosen)).toList();
    }

    /// Records the result of a configuration, whoever chose it, if it lies in this half.
    void tell(Configuration configuration, Outcome outcome) {
        space.point(configuration).ifPresent(point -> {
            told++;
            strategy.tell(point, outcome);
        });
    }
}
