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
    static final Duration LIVE = Duration.ofSeconds(1);
    static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    /// A frame rolled up from finer ones.
    ///
    /// @param length the nominal length of its tier; the frame's own length differs a little, because the clock ticks early or late
    record Rolled(Duration length, Frame frame) {}

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

    private final List<Tier> tiers = List.of(new Tier(LIVE, Duration.ofMinutes(5)),
            new Tier(TEN_SECONDS, Duration.ofHours(1)),
            new Tier(FIVE_MINUTES, Duration.ofDays(7)));

    /// Adds a live frame.
    ///
    /// @return the coarser frames that it completed, for the store
    synchronized List<Rolled> add(Frame live) {
        tiers.getFirst().add(live);
        List<Rolled> closed = new ArrayList<>();
        rollUp(tiers.get(1), live).ifPresent(ten -> {
            closed.add(new Rolled(TEN_SECONDS, ten));
            rollUp(tiers.get(2), ten).ifPresent(five -> closed.add(new Rolled(FIVE_MINUTES, five)));
        });
        return closed;
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

    /// Frames that began in [from, to), oldest first. They come from the finest tier whose frames are at least `resolution` long and that
    /// reaches back to `from`. If no such tier reaches that far, they come from the one that reaches farthest back.
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
