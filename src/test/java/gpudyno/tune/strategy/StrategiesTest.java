package gpudyno.tune.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.tune.space.Parameter;
import gpudyno.tune.space.Point;
import gpudyno.tune.space.Space;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StrategiesTest {
    static List<String> names() {
        return Strategies.NAMES;
    }

    private static Parameter parameter(String name, int size) {
        return new Parameter(name, IntStream.range(0, size).<Object>mapToObj(i -> i).toList(), true);
    }

    /// A space with a cliff, a plateau, a parameter that does not matter and a corner that fails.
    private static Space space() {
        return Space.where(List.of(parameter("a", 16), parameter("b", 12), parameter("c", 8), parameter("idle", 5)),
                point -> point.index(0) + point.index(1) < 24);
    }

    private static Outcome measure(Point point) {
        if (point.index(0) > 12 && point.index(2) > 5) {
            return new Outcome.Failed("out of memory");
        }
        double a = (point.index(0) - 10) / 16.0;
        double b = (point.index(1) - 4) / 12.0;
        return new Outcome.Measured(1 + 4 * a * a + 3 * b * b + (point.index(2) % 2 == 0 ? 0 : 0.5) + Math.abs(point.index(2) - 4) * 0.1);
    }

    private static List<Point> run(String name, Space space, long seed, int trials) {
        Strategy strategy = Strategies.create(name, space, seed, trials);
        List<Point> asked = new ArrayList<>();
        for (int trial = 0; trial < trials; trial++) {
            Optional<Point> next = strategy.ask();
            if (next.isEmpty()) {
                break;
            }
            asked.add(next.get());
            strategy.tell(next.get(), measure(next.get()));
        }
        return asked;
    }

    private static double best(List<Point> points) {
        return points.stream().map(StrategiesTest::measure).filter(Outcome.Measured.class::isInstance)
                .mapToDouble(outcome -> ((Outcome.Measured) outcome).cost()).min().orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("names")
    void itNeverAsksTwiceAndOnlyForWhatIsAllowed(String name) {
        Space space = space();
        List<Point> asked = run(name, space, 7, 120);
        assertThat(asked).hasSize(120).doesNotHaveDuplicates().allMatch(space::contains);
    }

    @ParameterizedTest
    @MethodSource("names")
    void itTriesAWholeSmallSpaceThenEnds(String name) {
        Space small = Space.where(List.of(parameter("a", 4), parameter("b", 5), parameter("c", 1)), point -> point.index(0) != 3);
        Set<Point> asked = new HashSet<>(run(name, small, 3, 100));
        assertThat(asked).hasSize(15);
    }

    @ParameterizedTest
    @MethodSource("names")
    void equalSeedsGiveEqualSearches(String name) {
        assertThat(run(name, space(), 11, 60)).isEqualTo(run(name, space(), 11, 60));
        assertThat(run(name, space(), 12, 60)).isNotEqualTo(run(name, space(), 11, 60));
    }

    @Test
    void everyLearningStrategyBeatsRandomSearch() {
        for (String name : Strategies.NAMES) {
            double random = 0;
            double learning = 0;
            for (int seed = 0; seed < 12; seed++) {
                random += best(run("random", space(), seed, 80));
                learning += best(run(name, space(), seed, 80));
            }
            if (!name.equals("random") && !name.equals("sobol")) {
                assertThat(learning).as(name).isLessThan(random);
            }
        }
    }

    @Test
    void aSpaceWhereEverythingFailsIsSearchedAllTheSame() {
        for (String name : Strategies.NAMES) {
            Strategy strategy = Strategies.create(name, space(), 1, 40);
            Set<Point> asked = new HashSet<>();
            for (int trial = 0; trial < 40; trial++) {
                Point point = strategy.ask().orElseThrow();
                asked.add(point);
                strategy.tell(point, new Outcome.Failed("does not start"));
            }
            assertThat(asked).as(name).hasSize(40);
        }
    }

    @Test
    void theSobolSequenceIsEvenInEveryDimensionWhateverTheSeed() {
        for (int seed = 0; seed < 3; seed++) {
            SobolSequence sequence = new SobolSequence(24, new java.util.SplittableRandom(seed));
            List<double[]> points = IntStream.range(0, 256).mapToObj(_ -> sequence.next()).toList();
            for (int dimension = 0; dimension < 21; dimension++) {
                int at = dimension;
                assertThat(points.stream().mapToInt(point -> (int) (point[at] * 256)).distinct()).as("dimension " + at).hasSize(256);
            }
            // Two dimensions together: each of 16 squares holds the same number.
            assertThat(points.stream().mapToInt(point -> ((int) (point[0] * 4)) * 4 + (int) (point[1] * 4)).boxed()
                    .collect(java.util.stream.Collectors.groupingBy(square -> square, java.util.stream.Collectors.counting())).values())
                    .hasSize(16).containsOnly(16L);
        }
    }

    @Test
    void anUnknownStrategyIsNamedWithThoseThereAre() {
        assertThatThrownBy(() -> Strategies.create("magic", space(), 1, 10)).hasMessageContaining("magic").hasMessageContaining("genetic");
    }
}
