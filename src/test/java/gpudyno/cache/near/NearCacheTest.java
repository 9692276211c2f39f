package gpudyno.cache.near;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NearCacheTest {
    private static final byte[] ANSWER = "an answer".getBytes(UTF_8);
    private long nanos;
    private Duration life = Duration.ofMinutes(1);

    private NearCache cache(int entries, long bytes) {
        return new NearCache(entries, bytes, () -> life, () -> nanos);
    }

    private static float[] unit(float... vector) {
        return NearCache.unit(vector).orElseThrow();
    }

    private static float[] random(Random random, int dimensions) {
        float[] vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return unit(vector);
    }

    private static Optional<String> text(Optional<NearCache.Found> found) {
        return found.map(one -> new String(one.answer(), UTF_8));
    }

    @Test
    void theNearestQuestionIsFoundIfItIsNearEnough() {
        NearCache cache = cache(10, 1 << 20);
        cache.put("g", unit(1, 0, 0), "x".getBytes(UTF_8));
        cache.put("g", unit(1, 1, 0), "xy".getBytes(UTF_8));
        cache.put("g", unit(0, 0, 1), "z".getBytes(UTF_8));
        assertThat(text(cache.nearest("g", unit(1, 0.9f, 0), 0.9))).contains("xy");
        NearCache.Found found = cache.nearest("g", unit(1, 0.2f, 0), 0.9).orElseThrow();
        assertThat(found.answer()).isEqualTo("x".getBytes(UTF_8));
        assertThat(found.cosine()).isCloseTo(1 / Math.sqrt(1.04), within(1e-6));
        assertThat(cache.nearest("g", unit(1, 0.2f, 0), 0.99)).isEmpty();
        assertThat(cache.nearest("g", unit(-1, 0, 0), 0.8)).isEmpty();
    }

    @Test
    void cosinesAreThoseOfPlainSumsAndTheNearestAgreesWithOne() {
        Random random = new Random(11);
        NearCache cache = cache(500, 1 << 24);
        List<float[]> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            all.add(random(random, 384));
            cache.put("g", all.getLast(), Integer.toString(i).getBytes(UTF_8));
        }
        for (int i = 0; i < 50; i++) {
            float[] asked = random(random, 384);
            int best = 0;
            double most = -1;
            for (int j = 0; j < all.size(); j++) {
                double sum = 0;
                for (int k = 0; k < 384; k++) {
                    sum += (double) asked[k] * all.get(j)[k];
                }
                assertThat(NearCache.cosine(asked, all.get(j))).isCloseTo(sum, within(1e-5));
                if (sum > most) {
                    most = sum;
                    best = j;
                }
            }
            assertThat(text(cache.nearest("g", asked, -1))).contains(Integer.toString(best));
        }
    }

    @Test
    void vectorsWithoutDirectionOrOfAnotherModelAreNotNear() {
        assertThat(NearCache.unit(new float[3])).isEmpty();
        assertThat(NearCache.unit(new float[]{Float.NaN, 1})).isEmpty();
        assertThat(NearCache.unit(new float[]{Float.POSITIVE_INFINITY, 1})).isEmpty();
        assertThat(NearCache.cosine(unit(1, 0), unit(1, 0, 0))).isZero();
        assertThat(NearCache.cosine(unit(3, 4, 5, 6, 7), unit(3, 4, 5, 6, 7))).isCloseTo(1, within(1e-6)).isLessThanOrEqualTo(1);
    }

    @Test
    void groupsDoNotSeeEachOther() {
        NearCache cache = cache(10, 1 << 20);
        cache.put("one", unit(1, 0), ANSWER);
        assertThat(cache.nearest("two", unit(1, 0), 0.8)).isEmpty();
        assertThat(cache.nearest("one", unit(1, 0), 0.8)).isPresent();
    }

    @Test
    void entriesEndWithTheirTimeAndAShorterTimeHoldsForThoseThatAreThere() {
        NearCache cache = cache(10, 1 << 20);
        cache.put("g", unit(1, 0), ANSWER);
        nanos += Duration.ofSeconds(59).toNanos();
        cache.put("h", unit(1, 0), ANSWER);
        assertThat(cache.nearest("g", unit(1, 0), 0.8)).isPresent();
        nanos += Duration.ofSeconds(1).toNanos();
        assertThat(cache.nearest("g", unit(1, 0), 0.8)).isEmpty();
        assertThat(cache.size()).isEqualTo(1);
        life = Duration.ofMillis(900);
        assertThat(cache.nearest("h", unit(1, 0), 0.8)).isEmpty();
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void itIsBoundedInEntriesAndInBytesAndTheOldestLeaves() {
        NearCache few = cache(3, 1 << 20);
        for (int i = 0; i < 5; i++) {
            few.put("g" + i, unit(1, i), ANSWER);
        }
        assertThat(few.size()).isEqualTo(3);
        assertThat(few.nearest("g1", unit(1, 1), 0.99)).isEmpty();
        assertThat(few.nearest("g2", unit(1, 2), 0.99)).isPresent();

        NearCache small = cache(1_000, 100_000);
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            small.put("g", random(random, 8), new byte[random.nextInt(5_000)]);
            assertThat(small.bytes()).isLessThanOrEqualTo(100_000);
        }
        assertThat(small.bytes()).isGreaterThan(80_000);
        int before = small.size();
        small.put("g", unit(1, 0, 0, 0, 0, 0, 0, 0), new byte[50_000]);
        assertThat(small.size()).as("one that would drive out most others is not kept").isEqualTo(before);
        small.clear();
        assertThat(small.bytes()).isZero();
        assertThat(small.nearest("g", unit(1, 0, 0, 0, 0, 0, 0, 0), -1)).isEmpty();
    }
}
