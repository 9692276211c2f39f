package gpudyno.foresight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.foresight.NabScore.Labelled;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnomalyDetectorTest {
    private static final int DAY = 288;

    private static double[] scores(int values, int stepSeconds, IntToDoubleFunction series) {
        AnomalyDetector detector = new AnomalyDetector();
        return IntStream.range(0, values).mapToDouble(i -> detector.score(1.4e9 + (double) stepSeconds * i, series.applyAsDouble(i)))
                .toArray();
    }

    private static double highest(double[] scores, int from, int to) {
        return IntStream.range(from, to).mapToDouble(i -> scores[i]).max().orElseThrow();
    }

    @Test
    void aSpikeStandsOutAndIsToldOnce() {
        Random random = new Random(1);
        double[] scores = scores(1500, 60, i -> 50 + 2 * random.nextGaussian() + (i >= 1200 && i < 1210 ? 60 : 0));
        assertThat(scores[1200]).isGreaterThan(highest(scores, 300, 1200)).isGreaterThan(0.7);
        assertThat(IntStream.range(1201, 1300).filter(i -> scores[i] > 0.7)).isEmpty();
    }

    @Test
    void aLevelInsideTheUsualRangeIsUnusualAtTheWrongTime() {
        Random random = new Random(2);
        int lastDay = 4 * DAY;
        double[] scores = scores(lastDay + DAY, 300, i -> {
            boolean open = i % DAY > 100 && i % DAY < 200;
            return (open && i < lastDay ? 80 : 20) + 3 * random.nextDouble();
        });
        // On the last day the level stays down from the 101st value on.
        assertThat(highest(scores, lastDay + 101, lastDay + 125)).isGreaterThan(highest(scores, lastDay - DAY, lastDay + 101));
    }

    @Test
    void moreAnomaliesAreFoundThanByTheForestAlone() {
        List<Labelled> made = GeneratedSeries.corpus(1).subList(4, 9);
        List<double[]> ours = made.stream().map(file -> NabBench.scores(new AnomalyDetector()::score, file)).toList();
        List<double[]> forest = made.stream().map(file -> NabBench.scores(new ForestDetector(1), file)).toList();
        double score = NabScore.score(made, ours, NabScore.bestThreshold(made, ours)).score();
        assertThat(score).isGreaterThan(50)
                .isGreaterThan(NabScore.score(made, forest, NabScore.bestThreshold(made, forest)).score());
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e308, -1e308, Double.MIN_VALUE, 1e18, -0.0})
    void everyFiniteValueGetsAScore(double wild) {
        Random random = new Random(3);
        for (double score : scores(400, 1, i -> i % 50 == 49 ? wild * (i % 100 == 99 ? -1 : 1) : random.nextInt(3))) {
            assertThat(score).isBetween(0.0, 1.0);
        }
    }

    @Test
    void aSeriesThatNeverMovesIsUsual() {
        assertThat(highest(scores(800, 1, _ -> 7), 100, 800)).isLessThan(0.5);
    }

    @Test
    void smallChangesOfALargeValueAreSeen() {
        Random random = new Random(4);
        double[] scores = scores(700, 1, i -> 8e10 + random.nextGaussian() + (i == 600 ? 30 : 0));
        assertThat(scores[600]).isGreaterThan(highest(scores, 200, 600));
    }

    @Test
    void whatIsNotFiniteIsRefused() {
        assertThatThrownBy(() -> new AnomalyDetector().score(0, Double.NaN)).hasMessage("value: NaN, a finite number is needed");
    }
}
