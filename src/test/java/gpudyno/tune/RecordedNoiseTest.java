package gpudyno.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The numbers `packaging/bench/aa-sessions` prints for a hundred sessions each, with fewer.
class RecordedNoiseTest {
    private static final int SESSIONS = 40;
    private static final Duration BUDGET = Duration.ofMinutes(5);

    @Test
    void underRecordedNoiseEqualsAreNotCalledBetter() {
        assertThat(AaSessions.better(RecordedNoise.shipped(), 1, SESSIONS, 700, BUDGET)).as("wrongly better of %d", SESSIONS)
                .isLessThanOrEqualTo(1);
    }

    @Test
    void underRecordedNoiseATrueTenthIsFound() {
        assertThat(AaSessions.better(RecordedNoise.shipped(), AaSessions.TENTH, SESSIONS, 800, BUDGET)).as("found of %d", SESSIONS)
                .isGreaterThanOrEqualTo(SESSIONS * 3 / 4);
    }
}
