package gpudyno.cache.shared;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.cache.shared.Breaker.State;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private long now;
    private double random;
    private final Breaker breaker = new Breaker(() -> now, () -> random);

    private void open() {
        for (int i = 0; i < 6; i++) {
            breaker.failed();
        }
        assertThat(breaker.state()).isEqualTo(State.OPEN);
    }

    @Test
    void opensOnceMoreThanHalfOfTheRecentAnswersFail() {
        for (int i = 0; i < 1000; i++) {
            breaker.succeeded();
            breaker.succeeded();
            breaker.failed();
        }
        assertThat(breaker.admits()).isTrue();
        for (int i = 0; i < 5; i++) {
            breaker.failed();
        }
        assertThat(breaker.admits()).isFalse();
    }

    @Test
    void isProbedAfterAPauseThatDoublesUpToFourSeconds() {
        open();
        long pause = Breaker.FIRST_PAUSE_NANOS;
        for (int i = 0; i < 10; i++) {
            now += pause - 1;
            assertThat(breaker.wantsProbe()).isFalse();
            now++;
            assertThat(breaker.wantsProbe()).isTrue();
            breaker.probed(false);
            pause = Math.min(Breaker.LONGEST_PAUSE_NANOS, 2 * pause);
        }
        assertThat(pause).isEqualTo(4_000_000_000L);
    }

    @Test
    void letsARisingShareOfRequestsInAfterAProbe() {
        open();
        now += Breaker.FIRST_PAUSE_NANOS;
        breaker.probed(true);
        random = 0.5;
        now += Breaker.RAMP_NANOS / 2 - 1;
        assertThat(breaker.admits()).isFalse();
        now += 2;
        assertThat(breaker.admits()).isTrue();
        random = 0.99;
        assertThat(breaker.admits()).isFalse();
        now += Breaker.RAMP_NANOS / 2;
        assertThat(breaker.admits()).isTrue();
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }
}
