package gpudyno.console.chart;

import gpudyno.console.kit.SeriesColor;
import gpudyno.model.meter.Frame;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// The frames a page draws, filled off the JavaFX thread and copied by it.
///
/// Frames of one second and coarser ones come from several calls and overlap. No instant is ever held twice, or a line drawn through them
/// would run backwards: where finer frames cover a coarse one it is left out, and where they cover it only in part (a node keeps seconds
/// for as long as it runs, and ten seconds beyond that) they give way to it, so that nothing recorded is missing.
public final class FrameHistory {
    private static final Duration USUALLY_KEPT = Duration.ofMinutes(65);
    /// How far back seconds are asked for: a little less than the five minutes a node holds, beyond which it answers with coarser frames.
    private static final Duration LIVE = Duration.ofSeconds(295);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration COARSE = Duration.ofSeconds(10);
    /// A frame may close this late before something counts as missing.
    private static final Duration LATE = Duration.ofMillis(1500);

    /// Frames by their start; none overlaps another by more than the jitter of the clock.
    private final TreeMap<Instant, Frame> frames = new TreeMap<>();

    private final Duration kept;

    /// Keeps what the longest live range shows.
    public FrameHistory() {
        this(USUALLY_KEPT);
    }

    /// @param kept frames older than this before the last one are dropped
    public FrameHistory(Duration kept) {
        this.kept = kept;
    }

    /// Where frames come from: [gpudyno.node.Node]'s history.
    @FunctionalInterface
    public interface Source {
        List<Frame> history(Instant from, Instant to, Duration resolution) throws Exception;
    }

    /// Asks for all of a range: what is kept of it at ten seconds, and seconds where there still are some.
    public void fill(Source source, Instant now, Duration range) throws Exception {
        Instant from = now.minus(range);
        List<Frame> all = new ArrayList<>(source.history(from, now, COARSE));
        all.addAll(source.history(from.isBefore(now.minus(LIVE)) ? now.minus(LIVE) : from, now, SECOND));
        add(all);
    }

    /// Asks for what has come since; for all of the range where that is more than a node still holds in seconds.
    public void update(Source source, Instant now, Duration range) throws Exception {
        Instant end = end();
        if (end.isBefore(now.minus(LIVE))) {
            fill(source, now, range);
        } else {
            add(source.history(end.minus(SECOND), now, SECOND));
        }
    }

    private synchronized Instant end() {
        return frames.isEmpty() ? Instant.EPOCH : frames.lastEntry().getValue().end();
    }

    public synchronized void add(Collection<Frame> more) {
        more.stream().sorted(Comparator.comparing(Frame::length).thenComparing(Frame::start)).forEach(this::add);
        if (!frames.isEmpty()) {
            frames.headMap(frames.lastKey().minus(kept)).clear();
        }
    }

    private void add(Frame frame) {
        List<Frame> others = overlapping(frame);
        boolean insideCoarser = others.stream().anyMatch(other -> isFiner(frame, other));
        boolean alike = others.stream().noneMatch(other -> isFiner(other, frame));
        Duration uncovered = frame.length();
        for (Frame other : others) {
            uncovered = uncovered.minus(overlap(frame, other));
        }
        // Of two frames alike the later told is right: it comes again with a history call, or after the clock was set back.
        if (!insideCoarser && (alike || uncovered.compareTo(LATE) > 0)) {
            others.forEach(other -> frames.remove(other.start()));
            frames.put(frame.start(), frame);
        }
    }

    /// Seconds are never exactly as long as each other; another resolution is several times as long.
    private static boolean isFiner(Frame one, Frame other) {
        return one.length().multipliedBy(2).compareTo(other.length()) < 0;
    }

    /// The frames held that share more than half of the shorter one's time with a frame.
    private List<Frame> overlapping(Frame frame) {
        List<Frame> found = new ArrayList<>();
        NavigableMap<Instant, Frame> before = frames.headMap(frame.end(), false);
        for (Map.Entry<Instant, Frame> entry : before.descendingMap().entrySet()) {
            Frame other = entry.getValue();
            if (!other.end().isAfter(frame.start())) {
                break;
            }
            Duration shorter = other.length().compareTo(frame.length()) < 0 ? other.length() : frame.length();
            if (overlap(frame, other).multipliedBy(2).compareTo(shorter) > 0) {
                found.add(other);
            }
        }
        return found;
    }

    private static Duration overlap(Frame one, Frame other) {
        Instant from = one.start().isAfter(other.start()) ? one.start() : other.start();
        Instant to = one.end().isBefore(other.end()) ? one.end() : other.end();
        return to.isAfter(from) ? Duration.between(from, to) : Duration.ZERO;
    }

    /// Frames that began within `length` before `end`, oldest first; their ends rise.
    public synchronized List<Frame> last(Duration length, Instant end) {
        List<Frame> last = new ArrayList<>();
        for (Frame frame : frames.subMap(end.minus(length), true, end, true).values()) {
            if (last.isEmpty() || frame.end().isAfter(last.getLast().end())) {
                last.add(frame);
            }
        }
        return List.copyOf(last);
    }

    /// A series over frames.
    ///
    /// @param values what is drawn at each frame: the frame itself or a window that ends with it
    public static Line line(String name, SeriesColor color, Line.Style style, List<Frame> frames, List<Frame> values,
            ToDoubleFunction<Frame> value) {
        long[] times = new long[frames.size()];
        long[] lengths = new long[frames.size()];
        double[] drawn = new double[frames.size()];
        for (int i = 0; i < times.length; i++) {
            times[i] = frames.get(i).end().toEpochMilli();
            lengths[i] = frames.get(i).length().toMillis();
            drawn[i] = value.applyAsDouble(values.get(i));
        }
        return new Line(name, color, style, times, lengths, drawn);
    }

    /// Every frame with those before it rolled up until they last `length`, so that a percentile stands on more than one second's requests.
    /// A window never reaches over a gap: what was before says nothing of what came after.
    public static List<Frame> windows(List<Frame> frames, Duration length) {
        List<Frame> windows = new ArrayList<>(frames.size());
        for (int i = 0; i < frames.size(); i++) {
            int first = i;
            Duration held = frames.get(i).length();
            while (first > 0 && held.compareTo(length) < 0 && !isGap(frames.get(first - 1), frames.get(first))
                    && frames.get(first - 1).length().compareTo(length) <= 0) {
                first--;
                held = held.plus(frames.get(first).length());
            }
            Frame last = frames.get(i);
            Frame rolled = Frame.rollUp(frames.subList(first, i + 1));
            windows.add(new Frame(last.sequence(), last.end().minus(rolled.length()), rolled.length(), rolled.readings()));
        }
        return windows;
    }

    /// Whether nothing was recorded between two frames.
    public static boolean isGap(Frame before, Frame after) {
        return Duration.between(before.end(), after.start()).compareTo(LATE) > 0;
    }
}
