package gpudyno.foresight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForecasterTest {
    private static Forecaster taught(Forecaster forecaster, int values, IntToDoubleFunction series) {
        for (int i = 0; i < values; i++) {
            forecaster.learn(series.applyAsDouble(i));
        }
        return forecaster;
    }

    @Test
    void aSeriesThatNeverMovesIsForetoldWithoutError() {
        Forecast forecast = taught(new Forecaster(List.of(5), 0, false), 200, _ -> 42).forecasts().getFirst();
        assertThat(forecast.value()).isCloseTo(42, within(1e-6));
        assertThat(forecast.pastError()).isCloseTo(0, within(1e-9));
        assertThat(forecast.high95() - forecast.low95()).isLessThan(1e-6);
    }

    @Test
    void aLeakIsToldWhenItReachesTheThreshold() {
        Random random = new Random(1);
        Forecaster forecaster = taught(new Forecaster(List.of(10, 30, 60), 0, true), 300, i -> 20 + 0.2 * i + 0.3 * random.nextGaussian());
        // 79.8 now, 0.2 a step: 90 is reached in about 51.
        Crossing crossing = forecaster.reaches(90);
        assertThat(crossing.expected().orElseThrow()).isCloseTo(51, within(6.0));
        assertThat(crossing.earliest().orElseThrow()).isLessThanOrEqualTo(crossing.expected().orElseThrow());
        assertThat(forecaster.reaches(500)).extracting(Crossing::expected).asString().contains("empty");
    }

    @Test
    void aSeasonIsLearnt() {
        Random random = new Random(2);
        Forecaster forecaster = taught(new Forecaster(List.of(6), 24, false), 24 * 20, i -> 100 * Math.sin(i * Math.PI / 12)
                + random.nextGaussian());
        // Value 485 is the sixth to come.
        assertThat(forecaster.forecasts().getFirst().value()).isCloseTo(100 * Math.sin(485 * Math.PI / 12), within(12.0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6})
    void rangesCoverWhatTheySay(int steps) {
        Random random = new Random(3);
        Forecaster forecaster = new Forecaster(List.of(steps), 0, true);
        double[] values = new double[3000];
        double level = 60;
        int within95 = 0;
        int within80 = 0;
        for (int i = 0; i < values.length; i++) {
            level = Math.max(20, level + 0.5 * random.nextGaussian());
            values[i] = Math.round(level + Math.sqrt(level) * random.nextGaussian());
        }
        for (int i = 0; i + steps < values.length; i++) {
            forecaster.learn(values[i]);
            if (i >= 1000) {
                Forecast forecast = forecaster.forecasts().getFirst();
                double then = values[i + steps];
                within95 += then >= forecast.low95() && then <= forecast.high95() ? 1 : 0;
                within80 += then >= forecast.low80() && then <= forecast.high80() ? 1 : 0;
            }
        }
        assertThat(within95 / (double) (2000 - steps)).isBetween(0.93, 0.97);
        assertThat(within80 / (double) (2000 - steps)).isBetween(0.77, 0.83);
    }

    @Test
    void theCandidateThatErrsLeastWeighsMost() {
        Random random = new Random(4);
        double[] walk = {0};
        Forecaster forecaster = taught(new Forecaster(List.of(1), 0, false), 2000, _ -> walk[0] += random.nextGaussian());
        // The last value is the best there is for a walk; the mean of the newest 60 is several times worse.
        double[] errors = new double[2];
        WindowMean sixty = new WindowMean(60);
        for (int i = 0; i < 500; i++) {
            double foretold = forecaster.forecasts().getFirst().value();
            double mean = sixty.ahead(1);
            walk[0] += random.nextGaussian();
            if (i >= 60) {
                errors[0] += Math.abs(walk[0] - foretold);
                errors[1] += Math.abs(walk[0] - mean);
            }
            forecaster.learn(walk[0]);
            sixty.learn(walk[0]);
        }
        assertThat(errors[0]).isLessThan(0.5 * errors[1]);
    }

    @Test
    void countsAreNeverForetoldNegative() {
        Random random = new Random(5);
        Forecast forecast = taught(new Forecaster(List.of(3), 0, true), 300, i -> Math.max(0, 300 - i * 2) + random.nextInt(2)).forecasts()
                .getFirst();
        assertThat(forecast.low95()).isNotNegative();
    }

    @Test
    void nothingIsForetoldOfNothing() {
        assertThat(new Forecaster(List.of(1), 0, true).forecasts()).isEmpty();
        assertThatThrownBy(() -> new Forecaster(List.of(0), 0, true)).hasMessageContaining("at least 1 step");
        assertThatThrownBy(() -> new Forecaster(List.of(1), 0, true).learn(Double.POSITIVE_INFINITY))
                .hasMessage("value: Infinity, a finite number is needed");
    }
}
