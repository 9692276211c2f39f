package gpudyno.watch;

import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// The frames of the last so many seconds rolled up into one, kept up to date at a cost that does not grow with the window.
///
/// Readings merge but do not subtract, so a frame that leaves cannot be taken out of a sum. Two stacks do it: new frames are merged into
/// `back`; when the oldest is to leave and `front` is empty, the frames of `back` move over as the roll-ups of every suffix, newest first.
/// The window is then the top of `front` merged with `back`. Each frame is merged twice in its life, whatever the window's length (the
/// two-stack queue of Tangwongsan, Hirzel and Schneider, "Low-latency sliding-window aggregation", DEBS 2017).
final class SlidingFrame {
    private record Part(long millis, Map<Series, Reading> readings) {}

    private final long windowMillis;
    private final Set<String> meters;
    private final Deque<Part> back = new ArrayDeque<>();
    private Map<Series, Reading> backMerged = new HashMap<>();
    private final Deque<Part> front = new ArrayDeque<>();
    private long heldMillis;

    /// @param meters what is kept of each frame
    SlidingFrame(Duration window, Set<String> meters) {
        windowMillis = window.toMillis();
        this.meters = Set.copyOf(meters);
    }

    void add(Frame frame) {
        Map<Series, Reading> own = new HashMap<>();
        frame.readings().forEach((series, reading) -> {
            if (meters.contains(series.meter())) {
                own.put(series, reading);
            }
        });
        Part part = new Part(Math.max(1, frame.length().toMillis()), own);
        back.addLast(part);
        own.forEach((series, reading) -> backMerged.merge(series, reading, Reading::merge));
        heldMillis += part.millis;
        // Half a frame of tolerance: frames of a second are seldom a second to the millisecond.
        while (front.size() + back.size() > 1 && heldMillis > windowMillis + part.millis / 2) {
            dropOldest();
        }
    }

    private void dropOldest() {
        if (front.isEmpty()) {
            Map<Series, Reading> suffix = new HashMap<>();
            while (!back.isEmpty()) {
                Part newest = back.removeLast();
                newest.readings.forEach((series, reading) -> suffix.merge(series, reading, (later, earlier) -> earlier.merge(later)));
                front.addLast(new Part(newest.millis, Map.copyOf(suffix)));
            }
            backMerged = new HashMap<>();
        }
        heldMillis -= front.removeLast().millis;
    }

    /// What the window holds now; its length is what has been seen of it.
    Frame now(long sequence, Instant end) {
        Part oldest = front.peekLast();
        Map<Series, Reading> merged = backMerged;
        if (oldest != null) {
            merged = new HashMap<>(oldest.readings);
            for (Map.Entry<Series, Reading> entry : backMerged.entrySet()) {
                merged.merge(entry.getKey(), entry.getValue(), Reading::merge);
            }
        }
        return new Frame(sequence, end.minusMillis(heldMillis), Duration.ofMillis(Math.max(1, heldMillis)), merged);
    }

}
