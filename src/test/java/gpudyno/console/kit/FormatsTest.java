package gpudyno.console.kit;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.target.Target;
import gpudyno.model.target.Target.Comparison;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatsTest {
    @ParameterizedTest
    @CsvSource(value = {"71.3|71", "212.4|212", "0.31|0.31", "0.3|0.3", "1785|1,785", "9.96|10", "2.04|2", "0|0", "-9|−9", "NaN|–",
        "0.00004|0"}, delimiter = '|')
    void tilesShowTwoDigitsThatMatter(double value, String shown) {
        assertThat(Formats.glance(value)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(value = {"131.4|14|131", "131.4|1.4|131", "0.2|0.05|0.20", "97.12|2.1|97", "134|0|134", "63.84|0.4|63.8"}, delimiter = '|')
    void noMoreDigitsThanTheIntervalSupports(double value, double halfWidth, String shown) {
        assertThat(Formats.within(value, halfWidth)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(value = {"212|ms|212 ms", "12000|ms|12 s", "75|percent|75 %", "64|req/s|64 req/s", "3|1|3", "2147483648|bytes|2 GiB",
        "512|bytes|512 B", "1048000|bytes|0.999 MiB", "NaN|bytes|–", "NaN|ms|–"}, delimiter = '|')
    void aValueGetsAReadableUnit(double value, String unit, String shown) {
        assertThat(Formats.quantity(value, unit).toString()).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(value = {"20.6|6.6|34.6|21 ± 14", "642|610|671|642 ± 30", "0.2|0.15|0.25|0.20 ± 0.05",
        "185|175|125000|≥ 175, upper bound not found", "185|160|1000|≥ 160, upper bound not found",
        "185|185|Infinity|≥ 185, upper bound not found",
        "185|185|NaN|≥ 185, upper bound not found"}, delimiter = '|')
    void aMeasuredValueShowsWhatItsIntervalSupportsAndSaysWhereAnEndWasNotFound(double value, double low, double high, String shown) {
        assertThat(Formats.measured(value, List.of(low, high))).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0.00004,< 0.001", "0.31,0.31", "12.5,12.5", "100,100"})
    void aShareOfErrorsReadsTheSameEverywhere(double percent, String shown) {
        assertThat(Formats.percent(percent)).isEqualTo(shown);
    }

    @Test
    void targetsAndMarginsReadAsInTheProfile() {
        assertThat(Formats.target(new Target("errors.percent", Comparison.BELOW, 0.5), "percent")).isEqualTo("< 0.5 %");
        assertThat(Formats.target(new Target("memory.percent", Comparison.AT_MOST, 75), "percent")).isEqualTo("≤ 75 %");
        assertThat(Formats.margin(4, "percent")).isEqualTo("4 pts");
        assertThat(Formats.margin(-9, "req/s")).isEqualTo("−9 req/s");
    }

    @Test
    void changesCarryTheirSign() {
        assertThat(Formats.change(-0.38)).isEqualTo("−38 %");
        assertThat(Formats.change(0.042)).isEqualTo("+4.2 %");
        assertThat(Formats.change(0.0001)).isEqualTo("0.0 %");
        assertThat(Formats.interval(117.3, 145.2)).isEqualTo("117 – 145");
    }

    @Test
    void timesReadAsClocksOrSpans() {
        assertThat(Formats.clock(Duration.ofSeconds(372))).isEqualTo("6:12");
        assertThat(Formats.clock(Duration.ofSeconds(3723))).isEqualTo("1:02:03");
        assertThat(Formats.ago(Duration.ofSeconds(14))).isEqualTo("14 s ago");
        assertThat(Formats.span(Duration.ofMinutes(130))).isEqualTo("2 h 10 min");
        assertThat(Formats.span(Duration.ofMillis(40))).isEqualTo("40 ms");
    }
}
