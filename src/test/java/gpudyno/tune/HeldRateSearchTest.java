package gpudyno.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HeldRateSearchTest {
    private static final double FIRST_GUESS = 64;

    private static HeldRateSearch.Probe probe(boolean held) {
        return new HeldRateSearch.Probe(held, Double.NaN);
    }

    /// Probes turn from holding to failing around the truth with a spread of 4 %.
    private static void probe(HeldRateSearch search, double truth, int probes, SplittableRandom random) {
        for (int i = 0; i < probes; i++) {
            double rate = search.next();
            search.observe(rate, probe(Math.log(truth / rate) + 0.04 * random.nextGaussian() > 0));
        }
    }

    @Test
    void findsAThresholdAnywhereWithoutBiasAndItsIntervalCoversIt() {
        for (double truth : new double[]{3, 50, 317, 2_500, 41_000}) {
            double sum = 0;
            int covered = 0;
            for (int seed = 0; seed < 100; seed++) {
                HeldRateSearch search = new HeldRateSearch(FIRST_GUESS);
                probe(search, truth, 22, new SplittableRandom(seed));
                HeldRate held = search.estimate();
                sum += Math.log(held.rate() / truth);
                covered += held.low() <= truth && truth <= held.high() ? 1 : 0;
            }
            assertThat(sum / 100).as("mean error of the logarithm at %s/s", truth).isBetween(-0.01, 0.01);
            assertThat(covered).as("intervals of 100 that cover %s/s", truth).isGreaterThanOrEqualTo(88);
        }
    }

    @Test
    void aProbeThatLiedIsOutvoted() {
        for (int lie = 0; lie < 8; lie++) {
            SplittableRandom random = new SplittableRandom(lie);
            HeldRateSearch search = new HeldRateSearch(FIRST_GUESS);
            probe(search, 300, lie, random);
            search.observe(search.next(), probe(false));
            probe(search, 300, 16, random);
            assertThat(search.estimate().rate()).as("after a false failure as probe %d", lie + 1).isBetween(270.0, 330.0);
        }
    }

    @Test
    void noProbeIsMoreThanTwiceTheHighestBefore() {
        HeldRateSearch search = new HeldRateSearch(FIRST_GUESS);
        double highest = FIRST_GUESS;
        for (int i = 0; i < 8; i++) {
            assertThat(search.next()).isLessThanOrEqualTo(2 * highest + 1e-6);
            highest = Math.max(highest, search.next());
            search.observe(search.next(), probe(true));
        }
        assertThat(search.estimate().known()).isFalse();
        assertThat(search.estimate().high()).isInfinite();
    }

    @Test
    void whereNothingHoldsItEndsAndSaysZero() {
        HeldRateSearch search = new HeldRateSearch(FIRST_GUESS);
        for (int i = 0; i < 30 && !search.exhausted(); i++) {
            search.observe(search.next(), probe(false));
        }
        assertThat(search.exhausted()).isTrue();
        assertThat(search.estimate().rate()).isZero();
    }
}
