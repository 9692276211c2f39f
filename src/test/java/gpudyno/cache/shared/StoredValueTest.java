package gpudyno.cache.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StoredValueTest {
    private static final long NOW = 1_700_000_000_000L;

    private static StoredValue value(byte[] body) {
        return new StoredValue(body, NOW, Duration.ofSeconds(100), Duration.ofMillis(20));
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    void whatIsSealedOpensAgain() {
        for (int length : new int[]{0, 1, 1023, 1024, 100_000, StoredValue.MOST_BYTES}) {
            byte[] body = noise(length);
            StoredValue opened = StoredValue.open("key", value(body).seal("key", 1).orElseThrow()).orElseThrow();
            assertThat(Arrays.equals(opened.body(), body)).isTrue();
            assertThat(opened.written()).isEqualTo(NOW);
            assertThat(opened.timeToLive()).isEqualTo(Duration.ofSeconds(100));
            assertThat(opened.cost()).isEqualTo(Duration.ofMillis(20));
        }
        assertThat(value(new byte[StoredValue.MOST_BYTES + 1]).seal("key", 1)).isEmpty();
    }

    @Test
    void textIsCompressedAndNoiseIsNot() {
        byte[] text = "what does this node hold inside my latency target? ".repeat(100).getBytes(StandardCharsets.UTF_8);
        byte[] sealed = value(text).seal("key", 1).orElseThrow();
        assertThat(sealed.length).isLessThan(text.length / 4);
        assertThat(StoredValue.open("key", sealed).orElseThrow().body()).isEqualTo(text);
        assertThat(value(noise(4096)).seal("key", 1).orElseThrow()).hasSize(StoredValue.HEADER + 4096);
    }

    @Test
    void whatIsCutShortChangedOrOfAnotherKeyDoesNotOpen() {
        for (byte[] body : new byte[][]{noise(300), "text ".repeat(1000).getBytes(StandardCharsets.UTF_8)}) {
            byte[] sealed = value(body).seal("key", 1).orElseThrow();
            for (int length = 0; length < sealed.length; length++) {
                assertThat(StoredValue.open("key", Arrays.copyOf(sealed, length))).isEmpty();
            }
            for (int i = 0; i < sealed.length; i++) {
                byte[] changed = sealed.clone();
                changed[i] ^= 1;
                assertThat(StoredValue.open("key", changed)).as("byte " + i).isEmpty();
            }
            assertThat(StoredValue.open("another", sealed)).isEmpty();
            assertThat(StoredValue.open("key", Arrays.copyOf(sealed, sealed.length + 1))).isEmpty();
        }
    }

    @Test
    void theChanceOfRenewalRisesTowardsTheEnd() {
        StoredValue value = value(new byte[1]);
        Random random = new Random(3);
        double[] share = new double[3];
        long[] leftMillis = {50_000, 3000, 500};
        for (int i = 0; i < share.length; i++) {
            for (int draw = 0; draw < 20_000; draw++) {
                share[i] += value.isDue(NOW + 100_000 - leftMillis[i], random.nextDouble()) ? 1.0 / 20_000 : 0;
            }
        }
        // The lead is a 64th of 100 s, and exponential.
        assertThat(share[0]).isZero();
        assertThat(share[1]).isBetween(0.13, 0.17);
        assertThat(share[2]).isBetween(0.70, 0.76);
        assertThat(value.isDue(NOW + 100_000, 0)).isTrue();
    }
}
