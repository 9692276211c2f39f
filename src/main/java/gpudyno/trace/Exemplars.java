package gpudyno.trace;

import gpudyno.model.trace.Trace;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/// The newest answered trace of each size of latency, so that a bucket of a histogram can name one of its requests.
public final class Exemplars {
    private static final int SLOTS = 24;

    private final AtomicReferenceArray<Trace> newest = new AtomicReferenceArray<>(SLOTS);

    void add(Trace trace) {
        if (trace.failure() == null) {
            newest.set(slot(trace.millis()), trace);
        }
    }

    /// Each slot is twice as long as the one before it; the first ends at 0.05 ms.
    private static int slot(double millis) {
        return Math.clamp((int) Math.ceil(Math.log(millis / 0.05) / Math.log(2)), 0, SLOTS - 1);
    }

    /// Shortest first.
    public List<Trace> all() {
        return IntStream.range(0, SLOTS).mapToObj(newest::get).filter(Objects::nonNull).toList();
    }
}
