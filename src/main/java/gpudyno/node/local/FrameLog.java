package gpudyno.node.local;

import gpudyno.model.meter.Frame;
import gpudyno.node.Subscription;
import gpudyno.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The frames of a node: the latest in memory and to whoever subscribed, coarser ones in the store.
final class FrameLog implements AutoCloseable {
    private static final Duration KEPT = Duration.ofDays(2);
    private static final Duration KEPT_LONG = Duration.ofDays(90);

    private final FrameRing ring = new FrameRing();
    private final Subscribers subscribers = new Subscribers();
    private final Store store;
    private final Recorder recorder;

    FrameLog(Store store, Recorder recorder) {
        this.store = store;
        this.recorder = recorder;
    }

    /// Takes in a live frame. Never blocks.
    void accept(Frame frame) {
        List<FrameRing.Rolled> closed;
        synchronized (ring) {
            closed = ring.add(frame);
            subscribers.publish(frame);
        }
        for (FrameRing.Rolled rolled : closed) {
            recorder.write(to -> {
                to.addFrame(rolled.length(), rolled.frame());
                to.dropFrames(rolled.length(), Instant.now().minus(rolled.length().equals(FrameRing.TEN_SECONDS) ? KEPT : KEPT_LONG));
            });
        }
    }

    Subscription subscribe(long afterSequence, Consumer<Frame> consumer) {
        // No frame may close between the backlog and the first live one.
        synchronized (ring) {
            return subscribers.add(afterSequence == 0 ? List.of() : ring.after(afterSequence), consumer);
        }
    }

    /// Frames of one second from an instant to another, as far as memory reaches back.
    List<Frame> live(Instant from, Instant to) {
        return ring.between(from, to, FrameRing.LIVE);
    }

    /// How many frames of one second memory holds.
    int liveFrames() {
        return ring.after(0).size();
    }

    /// Frames at the finest resolution held that is at least the one asked for, oldest first; no instant is covered twice.
    List<Frame> between(Instant from, Instant to, Duration resolution) {
        List<Frame> held = ring.between(from, to, resolution);
        Instant heldFrom = held.isEmpty() ? to : held.getFirst().start();
        if (resolution.compareTo(FrameRing.LIVE) <= 0 || !heldFrom.isAfter(from.plus(resolution))) {
            return held;
        }
        // What memory does not reach back to: 10 s frames while they are kept, 5 min frames before.
        boolean coarse = resolution.compareTo(FrameRing.TEN_SECONDS) > 0 || from.isBefore(Instant.now().minus(KEPT));
        List<Frame> whole = new ArrayList<>(store.frames(coarse ? FrameRing.FIVE_MINUTES : FrameRing.TEN_SECONDS, from, heldFrom));
        whole.removeIf(frame -> frame.end().isAfter(heldFrom.plus(FrameRing.LIVE)));
        whole.addAll(held);
        return whole;
    }

    /// Ends the subscriptions.
    @Override
    public void close() {
        subscribers.close();
    }
}
