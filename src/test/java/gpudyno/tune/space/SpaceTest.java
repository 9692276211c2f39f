package gpudyno.tune.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpaceTest {
    private static Parameter numbers(String name, int size) {
        return new Parameter(name, IntStream.range(0, size).<Object>mapToObj(i -> 1L << i).toList(), true);
    }

    @Test
    void onlyAllowedPointsAreCountedAndDrawnAndAllAlikeOften() {
        Space space = Space.where(List.of(numbers("a", 4), numbers("b", 4)), point -> point.index(0) <= point.index(1));
        assertThat(space.size()).hasValue(10);
        Map<Point, Integer> drawn = new HashMap<>();
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 10_000; i++) {
            drawn.merge(space.draw(random), 1, Integer::sum);
        }
        assertThat(drawn).hasSize(10);
        assertThat(drawn.values()).allMatch(count -> count > 850 && count < 1150);
    }

    @Test
    void neighboursDifferInOneParameterAndAdjacentOnesByOneStep() {
        Parameter kinds = new Parameter("kind", List.of("x", "y", "z"), false);
        Space space = Space.where(List.of(numbers("a", 5), kinds), point -> point.index(0) != 4);
        Point centre = new Point(2, 0);
        assertThat(space.neighbours(centre)).containsExactlyInAnyOrder(new Point(0, 0), new Point(1, 0), new Point(3, 0), new Point(2, 1),
                new Point(2, 2));
        assertThat(space.adjacent(centre)).containsExactlyInAnyOrder(new Point(1, 0), new Point(3, 0), new Point(2, 1), new Point(2, 2));
        assertThat(space.values(new Point(2, 1))).containsEntry("a", 4L).containsEntry("kind", "y");
    }

    @Test
    void aSpaceTooLargeToListIsDrawnFrom() {
        Space space = Space.where(IntStream.range(0, 10).mapToObj(i -> numbers("p" + i, 8)).toList(), point -> point.index(0) > 3);
        assertThat(space.size()).isEmpty();
        assertThat(space.draw(new SplittableRandom(1)).index(0)).isGreaterThan(3);
    }

    @Test
    void anEmptySpaceIsRefused() {
        assertThatThrownBy(() -> Space.where(List.of(), _ -> true)).hasMessageContaining("no parameter");
        assertThatThrownBy(() -> Space.where(List.of(numbers("a", 3)), _ -> false)).hasMessageContaining("exclude every combination");
        assertThatThrownBy(() -> Space.where(IntStream.range(0, 10).mapToObj(i -> numbers("p" + i, 8)).toList(), _ -> false))
                .hasMessageContaining("exclude");
        assertThatThrownBy(() -> new Parameter("a", List.of(), true)).hasMessageContaining("a has no value");
        assertThatThrownBy(() -> new Parameter("a", List.of(1L, 1L), true)).hasMessageContaining("twice");
    }
}
