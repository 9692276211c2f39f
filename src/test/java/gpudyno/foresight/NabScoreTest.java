package gpudyno.foresight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gpudyno.foresight.NabScore.Labelled;
import gpudyno.foresight.NabScore.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

/// 1,000 values, of which the first 150 are not judged, and windows of 100.
class NabScoreTest {
    private static final List<Labelled> FILES = List
            .of(new Labelled("a", new double[1000], new double[1000], new int[][]{{300, 399}, {600, 699}}));

    private static Result score(int... detections) {
        double[] scores = new double[1000];
        for (int at : detections) {
            scores[at] = 1;
        }
        return NabScore.score(FILES, List.of(scores), 0.5);
    }

    @Test
    void silenceIsZeroAndTheLeftEdgesAreAHundred() {
        assertThat(score().score()).isZero();
        assertThat(score(300, 600)).extracting(Result::score, Result::found, Result::falseAlarms).containsExactly(100.0, 2, 0);
    }

    @Test
    void onlyTheEarliestDetectionOfAWindowCounts() {
        assertThat(score(350, 351, 390).score()).isEqualTo(score(350).score());
        // Position -0.5: 0.84828 of 0.98661; with the other window missed.
        assertThat(score(350).score()).isCloseTo(100 * (0.84828 / 0.98661 + 1) / 4, within(0.1));
    }

    @Test
    void falseAlarmsCostLessShortlyAfterAWindow() {
        assertThat(score(200).score()).isCloseTo(-0.11 * 100 / 4, within(1e-9));
        assertThat(score(405).score()).isNegative().isGreaterThan(score(500).score());
        assertThat(score(10).score()).isZero();
    }

    @Test
    void theThresholdIsTheOneThatScoresHighest() {
        double[] scores = new double[1000];
        scores[310] = 0.9;
        scores[200] = 0.8;
        scores[610] = 0.7;
        for (int i = 700; i < 1000; i++) {
            scores[i] = 0.6;
        }
        assertThat(NabScore.bestThreshold(FILES, List.of(scores))).isEqualTo(0.7);
    }
}
