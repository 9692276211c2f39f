package gpudyno.console.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.console.kit.SeriesColor;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimePictureTest {
    private static TimePicture percent(double value) {
        return TimePicture.of(0, 1000, "%",
                List.of(new Line("memory", SeriesColor.ACTUAL, Line.Style.LINE, new long[]{500}, new long[]{500}, new double[]{value})));
    }

    @Test
    void anAxisOfPercentagesEndsAtAHundred() {
        assertThat(percent(96).targets(List.of(new TimePicture.Level(95, "alert at 95"))).scale().high()).isEqualTo(100);
        assertThat(percent(20).scale().high()).isEqualTo(20);
        assertThat(percent(380).scale().high()).isGreaterThanOrEqualTo(380);
    }

    @Test
    void forecastsAndAnomaliesFitIntoTheAxis() {
        TimePicture.Range forecast = new TimePicture.Range("forecast", SeriesColor.FORECAST, new long[]{500, 1000}, new double[]{1, 2},
                new double[]{30, 90});
        TimePicture.Marks anomalies = new TimePicture.Marks("anomalies", SeriesColor.ERRORS, new long[]{500}, new double[]{44});
        assertThat(percent(20).overlays(List.of(forecast)).scale().high()).isGreaterThanOrEqualTo(90);
        assertThat(percent(20).overlays(List.of(anomalies)).scale().high()).isGreaterThanOrEqualTo(44);
        assertThatThrownBy(() -> new TimePicture.Marks("anomalies", SeriesColor.ERRORS, new long[2], new double[1]))
                .hasMessageContaining("2 times and 1 values");
    }
}
