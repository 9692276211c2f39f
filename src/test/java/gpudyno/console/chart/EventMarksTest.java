package gpudyno.console.chart;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.node.Event;
import gpudyno.model.node.Event.Severity;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventMarksTest {
    /// A pixel is a second.
    private static final TimeAxis AXIS = new TimeAxis(0, 300_000, 40, 300);

    private static Event event(long second, String text) {
        return new Event(Instant.ofEpochSecond(second), Severity.INFO, text);
    }

    @Test
    void thePointerReadsTheNearestAndHowManyMoreAreClose() {
        EventMarks marks = new EventMarks(
                List.of(event(100, "serve.batch.maxSize 1 -> 16"), event(103, "cache emptied"), event(200, "later")));
        assertThat(marks.words(AXIS, 101_000L)).hasValue("serve.batch.maxSize 1 -> 16 (+1)");
        assertThat(marks.words(AXIS, 104_000L)).hasValue("cache emptied (+1)");
        assertThat(marks.words(AXIS, 206_000L)).hasValue("later");
    }

    @Test
    void nothingIsReadFarFromAMarkOrOutsideTheRange() {
        EventMarks marks = new EventMarks(List.of(event(100, "here"), event(-2, "before the range")));
        assertThat(marks.words(AXIS, 107_000L)).isEmpty();
        assertThat(marks.words(AXIS, 0L)).isEmpty();
    }

    @Test
    void wordsTooLongForAChartAreCut() {
        assertThat(new EventMarks(List.of(event(100, "x".repeat(500)))).words(AXIS, 100_000L).orElseThrow()).hasSize(42).endsWith("…");
        TimeAxis wide = new TimeAxis(0, 300_000, 40, 900);
        assertThat(new EventMarks(List.of(event(100, "x".repeat(500)))).words(wide, 100_000L).orElseThrow()).hasSize(64);
    }
}
