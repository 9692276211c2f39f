package gpudyno.node.local;

import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.node.Readiness;
import gpudyno.model.node.Readiness.State;
import gpudyno.model.node.RecordKind;
import gpudyno.model.target.Module;
import gpudyno.node.Frames;
import gpudyno.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The frames of a node. The latest are kept in memory and sent to listeners; coarser ones are kept in the store.
final class FrameLog implements Frames, NodeModule {
    /// What the store has of it is coarser.
    private static final Duration LIVE_WINDOW = Duration.ofMinutes(5).plusSeconds(10);

    /// Frames come every second, but an overloaded node may close them some seconds late.
    private static final Duration LATE = Duration.ofSeconds(15);

    private final FrameRing ring = new FrameRing();
    private final MeterRegistry meters;
    private final Store store;
    private final Recorder recorder;
    private final LocalChanges changes;
    private volatile long lastNanos = System.nanoTime();

    FrameLog(MeterRegistry meters, Store store, Recorder recorder, LocalChanges changes) {
        this.meters = meters;
        this.store = store;
        this.recorder = recorder;
        this.changes = changes;
    }

    @Override
    public String title() {
        return "Dashboard";
    }

    /// Takes in a live frame. Never blocks.
    @Override
    public void accept(Frame frame) {
        lastNanos = System.nanoTime();
        List<FrameRing.Rolled> closed = ring.add(frame);
        changes.tell(FRAME, frame);
        for (FrameRing.Rolled rolled : closed) {
            recorder.write(to -> {
                RecordKind kind = rolled.length().equals(FrameRing.TEN_SECONDS) ? RecordKind.TEN_SECONDS : RecordKind.FIVE_MINUTES;
                to.frames().add(rolled.length(), rolled.frame(), Instant.now().minus(to.retention().duration(kind)));
            });
        }
    }

    @Override
    public List<Meter> meters() {
        return List.copyOf(meters.meters());
    }

    @Override
    public List<Frame> history(Instant from, Instant to, Duration resolution, Set<String> meters) {
        return between(from, to, resolution, meters);
    }

    /// One-second frames between two instants, as far as they are still in memory.
    List<Frame> live(Instant from, Instant to) {
        return ring.between(from, to, FrameRing.LIVE);
    }

    /// As below, with all meters.
    List<Frame> between(Instant from, Instant to, Duration resolution) {
        return between(from, to, resolution, Set.of());
    }

    /// Frames at the finest resolution that is kept of the period and is not finer than the one asked for, oldest first. No instant is covered
    /// twice.
    ///
    /// @param meters ids of those that frames are to hold; empty for all
    List<Frame> between(Instant from, Instant to, Duration resolution, Set<String> meters) {
        Instant now = Instant.now();
        boolean tens = resolution.compareTo(FrameRing.TEN_SECONDS) <= 0
                && !from.isBefore(now.minus(store.retention().duration(RecordKind.TEN_SECONDS)));
        // Older than the last hour, ten-second frames are in the store alone.
        List<Frame> held = tens && !ring.isFineFrom(from)
                ? ring.tens(from, to, meters)
                : ring.between(from, to, resolution, meters);
        Instant heldFrom = held.isEmpty() ? to : held.getFirst().start();
        boolean live = resolution.compareTo(FrameRing.LIVE) <= 0 && !from.isBefore(now.minus(LIVE_WINDOW));
        if (live || !heldFrom.isAfter(from.plus(resolution))) {
            return held;
        }
        List<Frame> whole = new ArrayList<>(store.frames().between(tens ? FrameRing.TEN_SECONDS : FrameRing.FIVE_MINUTES, from, heldFrom,
                meters));
        whole.removeIf(frame -> frame.end().isAfter(heldFrom.plus(FrameRing.LIVE)));
        whole.addAll(held);
        return whole;
    }

    @Override
    public List<Readiness> readiness() {
        Duration since = Duration.ofNanos(System.nanoTime() - lastNanos);
        if (since.compareTo(LATE) > 0) {
            return List.of(new Readiness(Module.DASHBOARD, State.DEGRADED, "no frame for " + since.toSeconds() + " s"));
        }
        int live = ring.after(0).size();
        if (!recorder.problem().isEmpty()) {
            return List.of(new Readiness(Module.DASHBOARD, State.DEGRADED, "live, but history is not written: " + recorder.problem()
                    + (recorder.lost() > 0 ? "; " + recorder.lost() + " lost" : "")));
        }
        return List.of(new Readiness(Module.DASHBOARD, live > 0 ? State.WORKING : State.LEARNING, live + " frames in the live window"));
    }
}
