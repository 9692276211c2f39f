package gpudyno.load;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.load.RunReport;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DriftTest {
    private static final double WINDOW_SECONDS = 5;

    /// 240 windows about 10 ms, each like the one before by half.
    private static double[] windows(double perHour, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[240];
        double noise = 0;
        for (int i = 0; i < values.length; i++) {
            noise = 0.5 * noise + 0.3 * random.nextGaussian();
            values[i] = 10 + perHour * i * WINDOW_SECONDS / 3600 + noise;
        }
        return values;
    }

    private static RunReport.Drift drift(double perHour, long seed) {
        return Objects.requireNonNull(Drift.of("p95", windows(perHour, seed), WINDOW_SECONDS));
    }

    @Test
    void theIntervalHoldsTheTrueSlopeAboutAsOftenAsItClaims() {
        long covered = IntStream.range(0, 200).mapToObj(seed -> drift(2, seed).interval())
                .filter(interval -> interval.getFirst() <= 2 && 2 <= interval.getLast()).count();
        assertThat(covered).isBetween(180L, 200L);
    }

    @Test
    void whatDoesNotDriftIsSeldomSaidToAndWhatDoesIs() {
        assertThat(IntStream.range(0, 200).filter(seed -> drift(0, seed).significant()).count()).isLessThan(20);
        assertThat(IntStream.range(0, 200).filter(seed -> drift(5, seed).significant()).count()).isGreaterThan(195);
    }

    @Test
    void windowsWithoutAFigureAreLeftOut() {
        double[] values = windows(5, 1);
        for (int i = 0; i < values.length; i += 3) {
            values[i] = Double.NaN;
        }
        assertThat(Objects.requireNonNull(Drift.of("p95", values, WINDOW_SECONDS)).perHour()).isBetween(3.0, 7.0);
        assertThat(Drift.of("p95", new double[]{1, 2, 3, 4, Double.NaN, Double.NaN, Double.NaN, Double.NaN}, 1)).isNull();
    }

    @Test
    void aChangeBelowWhatHistogramsTellApartIsNoDrift() {
        double[] values = new double[240];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.005 - i * 1e-6;
        }
        RunReport.Drift drift = Objects.requireNonNull(Drift.of("lag.p50", values, WINDOW_SECONDS));
        assertThat(drift.interval().getLast()).isNegative();
        assertThat(drift.significant()).isFalse();
    }

    @Test
    void aFigureThatNeverChangesDoesNotDrift() {
        RunReport.Drift drift = Objects.requireNonNull(Drift.of("lag.p50", new double[20], 1));
        assertThat(drift.perHour()).isZero();
        assertThat(drift.significant()).isFalse();
    }
}
