package gpudyno.watch;

import gpudyno.model.meter.Histogram;
import gpudyno.model.meter.Series;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/// The distributions of a given number of last frames, merged into one per series.
///
/// A frame that leaves cannot be taken out of a merged histogram. Two stacks do it: new frames are merged into `back`; when the oldest must
/// leave and `front` is empty, the frames of `back` move to `front`, each merged with all newer ones, starting with the newest. The window
/// is then the top of `front` merged with `back`. Each frame is merged twice in its life, whatever the window's length (the two-stack queue
/// of Tangwongsan, Hirzel and Schneider, "Low-latency sliding-window aggregation", DEBS 2017).
final class SlidingHistograms {
    private final Deque<Map<Series, Histogram>> back = new ArrayDeque<>();
    private Map<Series, Histogram> backMerged = new HashMap<>();
    private final Deque<Map<Series, Histogram>> front = new ArrayDeque<>();

    void add(Map<Series, Histogram> frame) {
        back.addLast(frame);
        frame.forEach((series, values) -> backMerged.merge(series, values, Histogram::merge));
    }

    void dropOldest() {
        if (front.isEmpty()) {
            Map<Series, Histogram> suffix = Map.of();
            while (!back.isEmpty()) {
                suffix = merged(back.removeLast(), suffix);
                front.addLast(suffix);
            }
            backMerged = new HashMap<>();
        }
        front.removeLast();
    }

    Map<Series, Histogram> merged() {
        return front.isEmpty() ? backMerged : merged(front.getLast(), backMerged);
    }

    private static Map<Series, Histogram> merged(Map<Series, Histogram> one, Map<Series, Histogram> other) {
        if (other.isEmpty()) {
            return one;
        }
        Map<Series, Histogram> both = new HashMap<>(one);
        other.forEach((series, values) -> both.merge(series, values, Histogram::merge));
        return both;
    }
}
