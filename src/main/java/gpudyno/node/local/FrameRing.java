package gpudyno.node.local;

import gpudyno.model.meter.Frame;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The frames a node holds in memory: 5 min at 1 s, 1 h at 10 s, 7 d at 5 min. Coarser frames are rolled up from finer ones.
final class FrameRing {
    /// Frames of one length.
    private static final class Tier {
        final Duration length;
        final int capacity;
        final ArrayDeque<Frame> frames = new ArrayDeque<>();
        final List<Frame> open = new ArrayList<>();

        Tier(Duration length, Duration span) {
            this.length = length;
            this.capacity = (int) span.dividedBy(length);
        }

        void add(Frame frame) {
            if (frames.size() == capacity) {
                frames.remove();
            }
            frames.add(frame);
        }
    }

    private final List<Tier> tiers = List.of(new Tier(Duration.ofSeconds(1), Duration.ofMinutes(5)),
            new Tier(Duration.ofSeconds(10), Duration.ofHours(1)),
            new Tier(Duration.ofMinutes(5), Duration.ofDays(7)));

    /// Adds a live frame.
    ///
    /// @return the frames of 10 s that it completed, for the store
    synchronized Optional<Frame> add(Frame live) {
        tiers.getFirst().add(live);
        Optional<Frame> ten = rollUp(tiers.get(1), live);
        ten.ifPresent(frame -> rollUp(tiers.get(2), frame));
        return ten;
    }

    private static Optional<Frame> rollUp(Tier tier, Frame frame) {
        long slot = frame.start().toEpochMilli() / tier.length.toMillis();
        Optional<Frame> closed = Optional.empty();
        if (!tier.open.isEmpty() && tier.open.getFirst().start().toEpochMilli() / tier.length.toMillis() != slot) {
            Frame whole = Frame.rollUp(tier.open);
            tier.add(whole);
            tier.open.clear();
            closed = Optional.of(whole);
        }
        tier.open.add(frame);
        return closed;
    }

    /// Frames that began in [from, to), oldest first, of the finest tier that is at least `resolution` long and reaches back to `from`, or
    /// else of the one that reaches farthest.
    synchronized List<Frame> between(Instant from, Instant to, Duration resolution) {
        Tier chosen = tiers.getLast();
        for (Tier tier : tiers) {
            boolean reaches = !tier.frames.isEmpty() && !tier.frames.getFirst().start().isAfter(from);
            boolean holdsAll = tier.frames.size() < tier.capacity;
            if (tier.length.compareTo(resolution) >= 0 && (reaches || holdsAll)) {
                chosen = tier;
                break;
            }
        }
        List<Frame> found = new ArrayList<>();
        for (Frame frame : chosen.frames) {
            if (!frame.start().isBefore(from) && frame.start().isBefore(to)) {
                found.add(frame);
            }
        }
        return found;
    }

    /// Live frames with a sequence number above `sequence`, oldest first.
    synchronized List<Frame> after(long sequence) {
        return tiers.getFirst().frames.stream().filter(frame -> frame.sequence() > sequence).toList();
    }
}
