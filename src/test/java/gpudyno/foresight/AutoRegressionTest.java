package gpudyno.foresight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AutoRegressionTest {
    @Test
    void whatNewestValuesTellIsUsed() {
        Random random = new Random(1);
        AutoRegression fitted = new AutoRegression(3);
        double before = 0;
        double value = 0;
        double worst = 0;
        double error = 0;
        for (int i = 0; i < 4000; i++) {
            double next = 1.2 * value - 0.6 * before + random.nextGaussian();
            if (i >= 2000) {
                error += Math.abs(100 + next - fitted.ahead(1));
                worst += Math.abs(next - value);
            }
            before = value;
            value = next;
            fitted.learn(100 + value);
        }
        // The mean absolute value of what nobody can know is 0.80.
        assertThat(error / 2000).isCloseTo(0.8, within(0.05)).isLessThan(worst / 2000);
    }

    @Test
    void aSeriesThatStandsStillForALongTimeIsFollowedWhenItMovesAgain() {
        AutoRegression fitted = new AutoRegression(6);
        Random random = new Random(2);
        for (int i = 0; i < 300_000; i++) {
            fitted.learn(i < 100 ? random.nextGaussian() : 5);
        }
        assertThat(fitted.ahead(30)).isCloseTo(5, within(1e-6));
        for (int i = 0; i < 400; i++) {
            fitted.learn(20 + Math.sin(i / 3.0));
        }
        assertThat(fitted.ahead(1)).isCloseTo(20 + Math.sin(400 / 3.0), within(0.3));
    }
}
