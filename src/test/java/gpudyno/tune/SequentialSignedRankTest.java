package gpudyno.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SequentialSignedRankTest {
    private static final int PAIRS = 36;
    private static final int EVERY = 6;

    /// Looks every few pairs, as a duel does; says whether any look found the differences above zero.
    private static boolean found(double error, List<Double> differences) {
        SequentialSignedRank test = new SequentialSignedRank(error, differences.size());
        return IntStream.rangeClosed(1, differences.size() / EVERY)
                .anyMatch(look -> test.isAbove(differences.subList(0, look * EVERY), look == differences.size() / EVERY));
    }

    private static List<Double> drawn(long seed, double shift) {
        SplittableRandom random = new SplittableRandom(seed);
        // Heavy tails and a drift that the coin turns about.
        return IntStream.range(0, PAIRS).mapToObj(pair -> shift + (random.nextBoolean() ? 1 : -1) * (0.5 + pair / 20.0)
                * Math.pow(random.nextGaussian(), 3)).toList();
    }

    @Test
    void equalsAreToldApartAsOftenAsStatedOverAllLooksTogether() {
        long wrong = LongStream.range(0, 400).parallel().filter(seed -> found(0.1, drawn(seed, 0))).count();
        // A tenth of 400 with a standard deviation of 6.
        assertThat(wrong).isBetween(22L, 58L);
    }

    @Test
    void lookingTimeAndAgainCostsLittlePower() {
        long once = LongStream.range(0, 150).parallel().filter(seed -> new SignedRank(gaussian(seed)).lower(0.01) > 0).count();
        long many = LongStream.range(0, 150).parallel().filter(seed -> found(0.01, gaussian(seed))).count();
        assertThat(once).isBetween(95L, 148L);
        assertThat(many).isGreaterThanOrEqualTo(once - 10);
    }

    private static List<Double> gaussian(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, PAIRS).mapToObj(_ -> 0.5 + random.nextGaussian()).toList();
    }

    @Test
    void aLargeDifferenceIsFoundEarlyAndOneBelowZeroNever() {
        List<Double> above = DoubleStream.iterate(1, one -> one + 0.01).limit(60).boxed().toList();
        SequentialSignedRank test = new SequentialSignedRank(0.004, 60);
        int pairs = 5;
        while (!test.isAbove(above.subList(0, pairs), pairs == 60)) {
            pairs += 5;
        }
        assertThat(pairs).isBetween(10, 30);
        assertThat(found(0.1, above.stream().map(one -> -one).toList())).isFalse();
    }

    @Test
    void morePairsThanPlannedAreRefused() {
        assertThatThrownBy(() -> new SequentialSignedRank(0.01, 2).isAbove(List.of(1.0, 2.0, 3.0), true))
                .hasMessageContaining("planned for 2");
    }
}
