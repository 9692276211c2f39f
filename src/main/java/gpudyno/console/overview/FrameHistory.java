package gpudyno.console.overview;

import gpudyno.console.chart.Line;
import gpudyno.model.meter.Frame;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// The frames a page draws, filled off the JavaFX thread and copied by it. Frames are kept by their start, so that what a history call and a
/// subscription both give is held once.
final class FrameHistory {
    private static final Duration KEPT = Duration.ofMinutes(65);

    private final TreeMap<Instant, Frame> frames = new TreeMap<>();

    synchronized void add(List<Frame> more) {
        more.forEach(frame -> frames.put(frame.start(), frame));
        if (!frames.isEmpty()) {
            frames.headMap(frames.lastKey().minus(KEPT)).clear();
        }
    }

    /// Frames that ended within `length` before `end`, oldest first.
    synchronized List<Frame> last(Duration length, Instant end) {
        return List.copyOf(frames.subMap(end.minus(length), true, end, true).values());
    }

    /// A series over frames.
    ///
    /// @param values what is drawn at each frame: the frame itself or a window that ends with it
    static Line line(String name, int series, Line.Style style, List<Frame> frames, List<Frame> values,
            ToDoubleFunction<Frame> value) {
        long[] times = new long[frames.size()];
        long[] lengths = new long[frames.size()];
        double[] drawn = new double[frames.size()];
        for (int i = 0; i < times.length; i++) {
            times[i] = frames.get(i).end().toEpochMilli();
            lengths[i] = frames.get(i).length().toMillis();
            drawn[i] = value.applyAsDouble(values.get(i));
        }
        return new Line(name, series, style, times, lengths, drawn);
    }

    /// Every frame with the few before it rolled up, so that a percentile stands on more than one second's requests.
    static List<Frame> windows(List<Frame> frames, int size) {
        List<Frame> windows = new ArrayList<>(frames.size());
        for (int i = 0; i < frames.size(); i++) {
            List<Frame> window = frames.subList(Math.max(0, i - size + 1), i + 1);
            Frame last = frames.get(i);
            Frame rolled = Frame.rollUp(window);
            windows.add(new Frame(last.sequence(), last.end().minus(rolled.length()), rolled.length(), rolled.readings()));
        }
        return windows;
    }
}
