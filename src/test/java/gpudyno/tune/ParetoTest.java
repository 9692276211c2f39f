package gpudyno.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ParetoTest {
    private static final Pareto PARETO = new Pareto(
            List.of(new Pareto.Goal("throughput.rps", true), new Pareto.Goal("latency.p95.ms", false)));

    private static Map<String, Double> figures(double throughput, double latency) {
        return Map.of("throughput.rps", throughput, "latency.p95.ms", latency);
    }

    @Test
    void theFrontIsWhatNothingBeats() {
        List<Map<String, Double>> candidates = List.of(figures(100, 50), figures(90, 60), figures(200, 400), figures(100, 50),
                figures(180, 120), figures(200, 500));
        assertThat(PARETO.front(candidates)).containsExactly(0, 2, 3, 4);
    }

    @Test
    void whatWasNotMeasuredIsOnNoFront() {
        List<Map<String, Double>> candidates = List.of(Map.of("throughput.rps", 900.0), figures(Double.NaN, 1), figures(10, 10),
                figures(Double.POSITIVE_INFINITY, 1));
        assertThat(PARETO.front(candidates)).containsExactly(2);
        assertThat(PARETO.knee(candidates)).hasValue(2);
        assertThat(PARETO.knee(candidates.subList(0, 2))).isEmpty();
        assertThat(PARETO.scalarized(candidates, new double[]{0.5, 0.5})).startsWith(Double.NaN, Double.NaN).endsWith(Double.NaN);
    }

    @Test
    void theKneeIsWhereMoreThroughputBeginsToCostMuchLatency() {
        List<Map<String, Double>> candidates = List.of(figures(100, 50), figures(180, 70), figures(195, 300), figures(200, 900));
        assertThat(PARETO.knee(candidates)).hasValue(1);
    }

    @Test
    void noPointOfAFrontBeatsAnotherAndEveryOtherPointIsBeaten() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 50; round++) {
            List<Map<String, Double>> candidates = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                candidates.add(figures(random.nextInt(12), random.nextInt(12)));
            }
            List<Integer> front = PARETO.front(candidates);
            for (int i = 0; i < candidates.size(); i++) {
                Map<String, Double> candidate = candidates.get(i);
                assertThat(candidates.stream().noneMatch(rival -> beats(rival, candidate))).isEqualTo(front.contains(i));
            }
        }
    }

    private static boolean beats(Map<String, Double> one, Map<String, Double> other) {
        double throughput = one.getOrDefault("throughput.rps", 0.0) - other.getOrDefault("throughput.rps", 0.0);
        double latency = other.getOrDefault("latency.p95.ms", 0.0) - one.getOrDefault("latency.p95.ms", 0.0);
        return throughput >= 0 && latency >= 0 && throughput + latency > 0;
    }

    @Test
    void theWeightsChooseThePlaceOnTheFront() {
        List<Map<String, Double>> candidates = List.of(figures(100, 50), figures(150, 100), figures(200, 900));
        double[] throughput = PARETO.scalarized(candidates, new double[]{1, 0});
        double[] latency = PARETO.scalarized(candidates, new double[]{0, 1});
        assertThat(throughput[2]).isLessThan(throughput[1]).isCloseTo(0, within(1e-12));
        assertThat(latency[0]).isLessThan(latency[1]).isCloseTo(0, within(1e-12));
    }

    @Test
    void aFrontOfNoGoalIsRefused() {
        assertThatThrownBy(() -> new Pareto(List.of())).hasMessageContaining("at least one goal");
    }
}
