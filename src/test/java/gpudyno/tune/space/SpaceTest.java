package gpudyno.tune.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.model.knob.ChangeCost;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobType;
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

    private static final Parameter ENABLED = new Parameter("cache.enabled", List.of(false, true), false);
    private static final Parameter SIZE = new Parameter("cache.size", List.of(1L, 2L, 4L), true);
    private static final Parameter SEQUENCES = new Parameter("max-num-seqs", List.of(8L, 64L), true);
    private static final Parameter SHARE = new Parameter("share", List.of(0.5, 1L), true);

    @Test
    void aParameterThatDoesNotWorkIsNoDimensionThere() {
        List<Parameter> parameters = List.of(ENABLED, SIZE);
        Space space = Space.where(parameters, Rules.of(parameters, List.of(), Map.of("cache.size", "cache.enabled")));
        assertThat(space.size()).hasValue(4);
        assertThat(space.values(new Point(0, 0))).containsOnlyKeys("cache.enabled");
        assertThat(space.values(new Point(1, 2))).containsEntry("cache.size", 4L);
        assertThat(space.contains(new Point(0, 2))).isFalse();
        assertThat(space.neighbours(new Point(1, 2))).contains(new Point(0, 0));
        assertThat(space.neighbours(new Point(0, 0))).containsExactly(new Point(1, 0));
    }

    @Test
    void constraintsAreCelOverParametersWithHyphensAndDots() {
        List<Parameter> parameters = List.of(ENABLED, SIZE, SEQUENCES, SHARE);
        Space space = Space.where(parameters, Rules.of(parameters,
                List.of("max-num-seqs >= 16 * cache.size", "cache.enabled || share < 0.75"), Map.of()));
        assertThat(space.size()).hasValue(3 * 3);
        assertThat(space.contains(new Point(0, 0, 1, 0))).isTrue();
        assertThat(space.contains(new Point(0, 0, 1, 1))).isFalse();
        assertThat(space.contains(new Point(1, 0, 0, 0))).isFalse();
    }

    @Test
    void badRulesAreNamed() {
        List<Parameter> parameters = List.of(ENABLED, SIZE);
        assertThatThrownBy(() -> Space.where(parameters, Rules.of(parameters, List.of("cache.size > 9"), Map.of())))
                .hasMessageContaining("'cache.size > 9' exclude every combination");
        assertThatThrownBy(() -> Space.where(parameters, Rules.of(parameters, List.of("cache.enabled", "!cache.enabled"), Map.of())))
                .hasMessageContaining("exclude every combination");
        assertThatThrownBy(() -> Rules.of(parameters, List.of("cache.sise > 1"), Map.of())).hasMessageContaining("cache.sise > 1")
                .hasMessageContaining("cache.size");
        assertThatThrownBy(() -> Rules.of(parameters, List.of("cache.size + 1"), Map.of())).hasMessageContaining("cache.size + 1");
        assertThatThrownBy(() -> Rules.of(parameters, List.of(), Map.of("other", "cache.enabled"))).hasMessageContaining("'other'");
    }

    @Test
    void aKnobOfEveryTypeIsAParameter() {
        assertThat(Parameter.of(knob(new KnobType.Whole(0, 3, KnobType.Scale.LINEAR))).values()).isEqualTo(List.of(0L, 1L, 2L, 3L));
        assertThat(Parameter.of(knob(new KnobType.Whole(3, 40, KnobType.Scale.POWER_OF_TWO))).values())
                .isEqualTo(List.of(4L, 8L, 16L, 32L));
        assertThat(Parameter.of(knob(new KnobType.Whole(0, 1_000_000, KnobType.Scale.LOG))).values()).startsWith(1L).endsWith(1_000_000L);
        assertThat(Parameter.of(knob(new KnobType.Real(0.1, 0.9, KnobType.Scale.LINEAR))).values()).hasSize(33).startsWith(0.1)
                .endsWith(0.9);
        assertThat(Parameter.of(knob(new KnobType.Choice(List.of("a", "b")))).ordered()).isFalse();
        assertThat(Parameter.of(knob(new KnobType.Switch())).values()).isEqualTo(List.of(false, true));
        assertThatThrownBy(() -> Parameter.range("n", 5, 7, KnobType.Scale.POWER_OF_TWO, true, 1)).hasMessageContaining("no power of two");
    }

    private static Knob knob(KnobType type) {
        return new Knob("k", type, "1", "a knob", ChangeCost.FREE, true);
    }
}
