package gpudyno.gpu.memory;

import gpudyno.model.memory.Held;
import gpudyno.model.memory.MemoryAction;
import gpudyno.model.memory.MemoryAction.Kind;
import gpudyno.model.memory.Reclaimable;
import gpudyno.model.memory.Reclaimable.Depth;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Gives memory of a device back and measures what that freed. One at a time.
final class Cleaner {
    private final List<Reclaimable> reclaimables;
    private final InstantSource clock;
    private final ReentrantLock one = new ReentrantLock();

    Cleaner(List<Reclaimable> reclaimables, InstantSource clock) {
        this.clock = clock;
        this.reclaimables = List.copyOf(reclaimables);
    }

    /// @throws IllegalArgumentException if nothing holds memory of that device that could be given back
    void check(String device) {
        if (of(device).isEmpty()) {
            List<String> known = reclaimables.stream().map(Reclaimable::device).distinct().toList();
            throw new IllegalArgumentException("device '" + device + "' has no memory of this node's backends; known: "
                    + (known.isEmpty() ? "none" : String.join(", ", known)));
        }
    }

    boolean isBusy() {
        return one.isLocked();
    }

    private List<Reclaimable> of(String device) {
        return reclaimables.stream().filter(reclaimable -> reclaimable.device().equals(device)).toList();
    }

    /// Does it and returns what it did, a failure included. What stays unknown before or after is not counted as freed.
    MemoryAction clean(String device, Kind kind, Depth depth, String why, @Nullable Double p95Before) {
        one.lock();
        try {
            List<Reclaimable> all = of(device);
            Held before = sum(all);
            Instant at = clock.instant();
            long start = System.nanoTime();
            String failure = null;
            for (Reclaimable reclaimable : all) {
                try {
                    reclaimable.reclaim(depth);
                } catch (RuntimeException e) {
                    failure = reclaimable.name() + ": " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
                }
            }
            double pause = (System.nanoTime() - start) / 1e6;
            return new MemoryAction(at, device, kind, why, before, sum(all), pause, null, p95Before, null, failure);
        } finally {
            one.unlock();
        }
    }

    private static @Nullable Held sum(List<Reclaimable> all) {
        long reserved = 0;
        long allocated = 0;
        Held.Source source = Held.Source.ARENA;
        for (Reclaimable reclaimable : all) {
            Optional<Held> held = reclaimable.held();
            if (held.isEmpty()) {
                return null;
            }
            reserved += held.get().reserved();
            allocated += held.get().allocated();
            source = held.get().source() == Held.Source.ARENA ? source : held.get().source();
        }
        return new Held(source, reserved, allocated);
    }
}
