package gpudyno.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class HeldRateIntervalTest {
    @Test
    void anUpperEndThatWasNotFoundIsSaidAndNotMadeUp() {
        assertThat(HeldRateInterval.words(185.0, List.of(160.0), "-")).isEqualTo("≥ 160, upper bound not found");
        assertThat(HeldRateInterval.words(185.0, List.of(160.0, 124_900.0), "-")).isEqualTo("≥ 160, upper bound not found");
        assertThat(HeldRateInterval.words(185.0, List.of(160.0, 1000.0), "-")).isEqualTo("≥ 160, upper bound not found");
        assertThat(HeldRateInterval.words(185.0, List.of(160.0, 210.0), "-")).isEqualTo("160 to 210");
        assertThat(HeldRateInterval.words(null, null, "-")).isEqualTo("-");
    }
}
