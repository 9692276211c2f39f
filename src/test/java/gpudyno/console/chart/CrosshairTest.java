package gpudyno.console.chart;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.console.kit.FxTest;
import gpudyno.console.kit.SeriesColor;
import java.time.Duration;
import java.util.List;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.Test;

/// Charts of one page point at one moment.
class CrosshairTest extends FxTest {
    private static final double WIDTH = 480;

    @Test
    void aMomentPointedAtInTheTimeChartIsMarkedInTheHeatMapOfTheSameTime() {
        Crosshair crosshair = new Crosshair();
        TimeChart rates = on(() -> new TimeChart(crosshair));
        HeatMap heat = on(() -> new HeatMap("p95", crosshair));
        show(() -> new VBox(rates, heat), WIDTH, 400);
        on(() -> {
            rates.setPrefSize(WIDTH, 180);
            heat.setPrefSize(WIDTH, 180);
            rates.show(TimePicture.of(0, 60_000, "/s", List.of(new Line("achieved", SeriesColor.ACTUAL, Line.Style.LINE,
                    new long[]{10_000, 50_000}, new long[]{1000, 1000}, new double[]{10, 20}))));
            heat.show(new HeatMap.Picture(0, 60_000, Duration.ofSeconds(10), List.of(10.0, 100.0),
                    List.of(List.of(1L, 2L), List.of(3L, 1L)), new double[]{20, 30}));
        });
        WritableImage before = on(() -> heat.snapshot(null, null));
        on(() -> crosshair.point(30_000L, rates));
        WritableImage pointed = on(() -> heat.snapshot(null, null));
        int changed = 0;
        int at = 0;
        for (int x = 0; x < (int) before.getWidth(); x++) {
            if (before.getPixelReader().getArgb(x, 60) != pointed.getPixelReader().getArgb(x, 60)) {
                changed++;
                at = x;
            }
        }
        assertThat(changed).as("one line").isBetween(1, 2);
        assertThat((double) at).as("in the middle of the plot").isBetween(0.5 * before.getWidth(), 0.6 * before.getWidth());
        on(() -> crosshair.point(null, null));
        assertThat(on(() -> heat.snapshot(null, null)).getPixelReader().getArgb(at, 60)).isEqualTo(before.getPixelReader().getArgb(at, 60));
    }
}
