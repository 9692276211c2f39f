package gpudyno.console.chart;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.console.kit.SeriesColor;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PixelColumnsTest {
    private static final TimeAxis QUARTER_HOUR = new TimeAxis(0, 900_000, 44, 780);

    /// Ten minutes of 10 s values, then five of 1 s, as a node's history gives them.
    private static Line mixed() {
        long[] lengths = LongStream.range(0, 360).map(i -> i < 60 ? 10_000 : 1000).toArray();
        long[] times = LongStream.range(0, 360).map(i -> i < 60 ? (i + 1) * 10_000 : 600_000 + (i - 59) * 1000).toArray();
        return new Line("any", SeriesColor.ACTUAL, Line.Style.LINE, times, lengths, new double[360]);
    }

    @Test
    void resolutionsThatMixAreOneLine() {
        assertThat(PixelColumns.of(mixed(), QUARTER_HOUR).pieces()).hasSize(1);
    }

    @Test
    void aMissingFrameCutsTheLineAtEitherResolution() {
        assertThat(PixelColumns.of(without(mixed(), 30, 1), QUARTER_HOUR).pieces()).hasSize(2);
        assertThat(PixelColumns.of(without(mixed(), 200, 3), QUARTER_HOUR).pieces()).hasSize(2);
    }

    private static Line without(Line line, int first, int count) {
        int[] kept = IntStream.range(0, 360).filter(i -> i < first || i >= first + count).toArray();
        return new Line("any", SeriesColor.ACTUAL, Line.Style.LINE, IntStream.of(kept).mapToLong(i -> line.times()[i]).toArray(),
                IntStream.of(kept).mapToLong(i -> line.lengths()[i]).toArray(), new double[kept.length]);
    }

    @Test
    void aSpikeSurvivesTheReduction() {
        Line line = mixed();
        line.values()[200] = 999;
        line.values()[201] = -999;
        double[] drawn = PixelColumns.of(line, QUARTER_HOUR).pieces().getFirst().points().stream().mapToDouble(point -> point[1]).toArray();
        assertThat(drawn).contains(999, -999);
    }
}
