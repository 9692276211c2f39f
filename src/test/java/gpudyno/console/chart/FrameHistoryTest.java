package gpudyno.console.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.console.kit.SeriesColor;
import gpudyno.model.meter.Frame;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrameHistoryTest {
    private static final Instant START = Instant.parse("2026-11-28T10:00:00Z");
    private static final Instant NOW = START.plusSeconds(900);

    private final FrameHistory history = new FrameHistory();

    private static Frame frame(int second, int seconds) {
        return new Frame(second + 1, START.plusSeconds(second), Duration.ofSeconds(seconds), Map.of());
    }

    /// @param from seconds after the start
    private static List<Frame> frames(int from, int to, int seconds) {
        return IntStream.iterate(from, second -> second < to, second -> second + seconds).mapToObj(second -> frame(second, seconds))
                .toList();
    }

    /// Every instant of the quarter of an hour once, in order.
    private void assertWhole() {
        List<Frame> held = history.last(Duration.ofMinutes(15), NOW);
        assertThat(held.getFirst().start()).isEqualTo(START);
        assertThat(held.getLast().end()).isEqualTo(NOW);
        for (int i = 1; i < held.size(); i++) {
            assertThat(held.get(i).start()).as("frame " + i).isEqualTo(held.get(i - 1).end());
        }
    }

    @Test
    void secondsAndTensThatOverlapAreOneLineThatNeverRunsBackwards() throws Exception {
        history.fill((from, to, resolution) -> resolution.toSeconds() == 1 ? frames(603, 900, 1) : frames(0, 890, 10), NOW,
                Duration.ofMinutes(15));
        assertWhole();
        Line line = FrameHistory.line("p95", SeriesColor.ACTUAL, Line.Style.LINE, history.last(Duration.ofMinutes(15), NOW),
                history.last(Duration.ofMinutes(15), NOW), Frame::seconds);
        assertThat(line.times()).isSorted();
    }

    @Test
    void aPageOpenedAgainKeepsItsSecondsAndAddsNoTensOverThem() {
        history.add(frames(0, 600, 10));
        history.add(frames(600, 900, 1));
        history.add(frames(0, 890, 10));
        assertWhole();
        assertThat(history.last(Duration.ofMinutes(15), NOW)).hasSize(60 + 300);
    }

    @Test
    void minutesThatAreKeptOnlyAtTenSecondsAreNoGapAfterANodesRestart() throws Exception {
        history.fill((from, to, resolution) -> resolution.toSeconds() == 1 ? frames(880, 900, 1) : frames(0, 880, 10), NOW,
                Duration.ofMinutes(5));
        history.add(frames(0, 600, 10));
        assertWhole();
    }

    @Test
    void inWhateverOrderTheyComeNoInstantIsHeldTwice() {
        for (int seed = 0; seed < 50; seed++) {
            FrameHistory mixed = new FrameHistory();
            List<Frame> all = new ArrayList<>(frames(0, 890, 10));
            all.addAll(frames(500 + seed, 900, 1));
            Collections.shuffle(all, new Random(seed));
            all.forEach(one -> mixed.add(List.of(one)));
            List<Frame> held = mixed.last(Duration.ofMinutes(15), NOW);
            for (int i = 1; i < held.size(); i++) {
                assertThat(held.get(i).start()).as("seed " + seed).isAfterOrEqualTo(held.get(i - 1).end());
            }
        }
    }

    @Test
    void aWindowDoesNotReachOverAGap() {
        List<Frame> frames = new ArrayList<>(frames(0, 10, 1));
        frames.addAll(frames(60, 64, 1));
        assertThat(FrameHistory.windows(frames, Duration.ofSeconds(5))).extracting(window -> window.length().toSeconds())
                .containsExactly(1L, 2L, 3L, 4L, 5L, 5L, 5L, 5L, 5L, 5L, 1L, 2L, 3L, 4L);
    }

    @Test
    void onlyWhatHasComeSinceIsAskedForAgain() throws Exception {
        List<Instant> asked = new ArrayList<>();
        FrameHistory.Source source = (from, to, resolution) -> {
            asked.add(from);
            return resolution.toSeconds() == 1 ? frames(605, 900, 1) : frames(0, 890, 10);
        };
        history.update(source, NOW, Duration.ofMinutes(15));
        history.update(source, NOW.plusSeconds(1), Duration.ofMinutes(15));
        assertThat(asked).hasSize(3);
        assertThat(asked.getLast()).isEqualTo(NOW.minusSeconds(1));
        assertWhole();
    }

    @Test
    void aLineThatRunsBackwardsIsRefused() {
        assertThatThrownBy(() -> new Line("p95", SeriesColor.ACTUAL, Line.Style.LINE, new long[]{2, 1}, new long[2], new double[2]))
                .hasMessageContaining("p95 runs backwards");
    }
}
