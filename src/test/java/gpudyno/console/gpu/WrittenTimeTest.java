package gpudyno.console.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenTimeTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZonedDateTime NOW = ZonedDateTime.of(2026, 11, 28, 14, 42, 8, 0, BERLIN);

    @ParameterizedTest
    @CsvSource({"02:14, 2026-11-28T01:14:00Z", "14:42, 2026-11-28T13:42:00Z", "14:43, 2026-11-27T13:43:00Z",
        "02:14:30, 2026-11-28T01:14:30Z", "yesterday 02:14, 2026-11-27T01:14:00Z", "Yesterday  2:14, 2026-11-27T01:14:00Z",
        "today 02:14, 2026-11-28T01:14:00Z", "2026-11-28 02:14, 2026-11-28T01:14:00Z", "2026-11-25T23:59, 2026-11-25T22:59:00Z"})
    void aTimeIsUnderstoodAsPeopleWriteIt(String text, Instant meant) {
        assertThat(WrittenTime.parse(text, NOW)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "now", "2 o'clock", "02.14", "tomorrow 02:14"})
    void whatIsNoTimeIsRefusedWithWhatIs(String text) {
        assertThatThrownBy(() -> WrittenTime.parse(text, NOW)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("write 02:14, yesterday 02:14 or 2026-11-28 02:14");
    }

    @ParameterizedTest
    @CsvSource({"25:00, there is no such day or time", "2026-13-01 02:14, there is no such day or time",
        "today 23:00, that is still to come", "2026-11-20 02:14, the last 7 days are recorded"})
    void aTimeThatCannotBeOpenedIsRefused(String text, String reason) {
        assertThatThrownBy(() -> WrittenTime.parse(text, NOW)).hasMessage(reason);
    }

    @Test
    void aTimeThatTheClockSkippedIsTheFirstAfterIt() {
        ZonedDateTime spring = ZonedDateTime.of(2026, 3, 29, 12, 0, 0, 0, BERLIN);
        assertThat(WrittenTime.parse("02:30", spring)).isEqualTo(Instant.parse("2026-03-29T01:30:00Z"));
    }
}
