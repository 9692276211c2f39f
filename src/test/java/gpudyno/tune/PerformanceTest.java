package gpudyno.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gpudyno.store.MeasuredSpace;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PerformanceTest {
    private static Replay replay(String objective, double... values) {
        MeasuredSpace.Builder builder = new MeasuredSpace.Builder();
        builder.parameter("a");
        for (int i = 0; i < values.length; i++) {
            builder.add(Map.of("a", i), values[i], "");
        }
        return new Replay(builder.build(objective, true));
    }

    private static Replay.Search search(double... values) {
        return new Replay.Search(1, Arrays.stream(values)
                .mapToObj(value -> new Replay.Evaluation(Map.of(), Double.isNaN(value) ? null : (Double) value, null)).toList(), 0);
    }

    @Test
    void itIsTheShareOfRandomSearchsGapThatIsClosed() {
        Replay replay = replay("time", 1, 2, 3);
        List<Replay.Search> random = List.of(search(3, 3), search(3, 2));
        assertThat(Performance.of(replay, random, random, 2)).isEqualTo(0);
        assertThat(Performance.of(replay, List.of(search(1, 3)), random, 2)).isEqualTo(1);
        assertThat(Performance.of(replay, List.of(search(2, 1)), random, 2)).isCloseTo(0.75, within(1e-12));
        assertThat(Performance.of(replay, List.of(search(4, 4)), random, 2)).isNegative();
    }

    @Test
    void greaterIsBetterOfARate() {
        Replay replay = replay("GFLOP/s", 10, 20, 30);
        assertThat(Performance.of(replay, List.of(search(20)), List.of(search(10)), 1)).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void trialsThatCannotBeComparedAreLeftOut() {
        Replay replay = replay("time", 1, 2, 3);
        assertThat(Performance.of(replay, List.of(search(Double.NaN, 2, 1)), List.of(search(3, 3, 1)), 3)).isCloseTo(0.5, within(1e-12));
        assertThat(Performance.of(replay, List.of(search(1)), List.of(search(1)), 1)).isNaN();
    }
}
