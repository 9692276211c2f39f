package gpudyno.model.knob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.model.knob.KnobType.Scale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnobTest {
    private static Knob knob(String unit, KnobType type) {
        return new Knob("a.knob", type, unit, "A knob", ChangeCost.FREE, true);
    }

    @ParameterizedTest
    @CsvSource(value = {"bytes|64Mi|67108864", "bytes|64 MiB|67108864", "bytes|1.5 GiB|1610612736", "bytes|1 GB|1000000000",
        "bytes|2kB|2000", "bytes|1.43 MiB|1499464", "bytes|512|512", "ms|2 s|2000", "ms|250ms|250", "ms|1 min|60000", "s|5 min|300",
        "s|1 h|3600", "W|250 W|250", "percent|75 %|75", "1|16|16", "°C|80 °C|80", "bytes|1,5 GiB|1610612736"}, delimiter = '|')
    void aNumberMayCarryItsUnit(String unit, String written, long value) {
        assertThat(knob(unit, new KnobType.Whole(0, Long.MAX_VALUE, Scale.LINEAR)).check(written)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(value = {"bytes|64 M", "bytes|64 s", "bytes|MiB", "bytes|1,000 MiB", "bytes|1e3 MiB", "bytes|-1 MiB", "ms|5 MiB", "1|16 MiB",
        "1|1,000", "W|250 kW", "bytes|9999999 TiB", "s|0.5 ms"}, delimiter = '|')
    void whatIsNoNumberInAUnitThatFitsIsRefused(String unit, String written) {
        Knob knob = knob(unit, new KnobType.Whole(0, 1L << 40, Scale.LINEAR));
        assertThatThrownBy(() -> knob.check(written)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + written + "' is not allowed: a whole number from 0 to");
    }

    @Test
    void everyWayToTurnAKnobTakesUnits() {
        KnobRegistry registry = new KnobRegistry();
        Object[] value = {1L << 20};
        registry.register(knob("bytes", new KnobType.Whole(1 << 20, 1 << 30, Scale.LOG)), () -> value[0], now -> value[0] = now);
        registry.turn(Map.of("a.knob", "64Mi"), "user");
        assertThat(value[0]).isEqualTo(64L << 20);
        assertThatThrownBy(() -> registry.turn(Map.of("a.knob", "64 MX"), "user"))
                .hasMessage(
                        "knob a.knob: '64 MX' is not allowed: a whole number from 1048576 to 1073741824, or with a unit such as 64 MiB");
    }
}
