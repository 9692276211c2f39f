package gpudyno.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SaturationDetectorTest {
    private final SaturationDetector detector = new SaturationDetector();

    private void second(int second, long offered, double inFlight, double ttft) {
        detector.add(new SecondSample(second, offered, offered, 0, (int) Math.round(inFlight), ttft, ttft, ttft, ttft, ttft));
    }

    @Test
    void aQueueThatGrowsWithItsWaitIsSaturation() {
        for (int i = 0; i < 20; i++) {
            second(i, 50, 6, 80);
        }
        assertThat(detector.seen()).isNull();
        // Ten percent above what the server does.
        for (int i = 0; i < 12; i++) {
            second(20 + i, 55, 6 + 5 * i, 80 + 90 * i);
        }
        assertThat(Objects.requireNonNull(detector.seen()).rate()).isBetween(49.0, 56.0);
    }

    @Test
    void moreInFlightWithoutLaterAnswersIsNone() {
        for (int i = 0; i < 30; i++) {
            second(i, 50 + 10 * i, 5 + i * 3, 80);
        }
        assertThat(detector.seen()).isNull();
    }

    @Test
    void aDayOfAQuickServerOnANoisyMachineIsNone() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 86_400; i++) {
            // What lingers at a second's end and the median come of the same hiccups.
            double hiccup = Math.exp(random.nextGaussian());
            second(i, 2000, hiccup * 2, 0.1 * hiccup);
        }
        assertThat(detector.seen()).isNull();
    }
}
