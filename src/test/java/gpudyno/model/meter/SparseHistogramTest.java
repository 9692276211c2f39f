package gpudyno.model.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SparseHistogramTest {
    @Test
    void itHasTheSameFiguresAndMergesAndIsWrittenLikeAnyOther() {
        Histogram plain = Histogram.of(new Random(5).doubles(2_000, 0.001, 90_000).toArray());
        Histogram sparse = plain.sparse();
        for (double percent : new double[]{0, 1, 50, 95, 99.9, 100}) {
            assertThat(sparse.percentile(percent)).isEqualTo(plain.percentile(percent));
        }
        assertThat(sparse.count()).isEqualTo(2_000);
        assertThat(sparse.countsUpTo(10, 1_000)).isEqualTo(plain.countsUpTo(10, 1_000));
        assertThat(sparse.merge(plain).percentile(95)).isEqualTo(plain.percentile(95));
        assertThat(Histogram.decode(sparse.encode()).percentile(99)).isEqualTo(plain.percentile(99));
        assertThat(Histogram.EMPTY.sparse().count()).isZero();
    }
}
