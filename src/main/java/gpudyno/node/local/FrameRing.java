package gpudyno.node.local;

import gpudyno.model.meter.Frame;
import gpudyno.store.FrameLayout;
import gpudyno.store.PackedFrame;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The frames a node holds in memory: 5 min at 1 s, 1 h at 10 s, 7 d at 5 min. Coarser frames are rolled up from finer ones.
///
/// Those of five minutes are held packed: with eight GPUs and forty processes seven days of them take 28 MB at most.
public final class FrameRing {
    static final Duration LIVE = Duration.ofSeconds(1);
    static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    /// A frame rolled up from finer ones.
    ///
    /// @param length the nominal length of its tier; the frame's own length differs a little, because the clock ticks early or late
    public record Rolled(Duration length, Frame frame) {}

    /// A frame that is held, as it is or packed.
    private sealed interface Held {
        Instant start();

        Frame frame(Set<String> meters);
    }

    private record Open(Frame whole) implements Held {
        @Override
        public Instant start() {
            return whole.start();
        }

        @Override
        public Frame frame(Set<String> meters) {
            return meters.isEmpty() ? whole : whole.only(meters);
        }
    }

    private record Packed(Instant start, FrameLayout layout, byte[] body) implements Held {
        @Override
        public Frame frame(Set<String> meters) {
            return PackedFrame.unpack(body, layout, meters);
        }
    }

    /// Frames of one length.
    private static final class Tier {
        final Duration length;
        final int capacity;
        final boolean packs;
        final ArrayDeque<Held> frames = new ArrayDeque<>();
        final List<Frame> open = new ArrayList<>();
        private @Nullable FrameLayout layout;

        Tier(Duration length, Duration span, boolean packs) {
            this.length = length;
            this.capacity = (int) span.dividedBy(length);
            this.packs = packs;
        }

        void add(Frame frame) {
            if (frames.size() == capacity) {
                frames.remove();
            }
            frames.add(packs ? packed(frame) : new Open(frame));
        }

        private Packed packed(Frame frame) {
            FrameLayout known = layout;
            FrameLayout suited = known != null && known.suits(frame) ? known : FrameLayout.of(frame);
            layout = suited;
            return new Packed(frame.start(), suited, PackedFrame.pack(frame, suited));
        }

        /// Whether it holds everything from an instant on.
        boolean reaches(Instant from) {
            return frames.size() < capacity || !frames.getFirst().start().isAfter(from);
        }
    }

    private final UnaryOperator<Frame> form;
    private final List<Tier> tiers = List.of(new Tier(LIVE, Duration.ofMinutes(5), false),
            new Tier(TEN_SECONDS, Duration.ofHours(1), false),
            new Tier(FIVE_MINUTES, Duration.ofDays(7), true));

    public FrameRing() {
        this(UnaryOperator.identity());
    }

    private FrameRing(UnaryOperator<Frame> form) {
        this.form = form;
    }

    /// One that takes less memory, for a process with many of them; distributions are read more slowly.
    public static FrameRing sparse() {
        return new FrameRing(Frame::sparse);
    }

    /// Adds a live frame.
    ///
    /// @return the coarser frames that it completed, for the store
    public synchronized List<Rolled> add(Frame live) {
        tiers.getFirst().add(live);
        List<Rolled> closed = new ArrayList<>();
        rollUp(tiers.get(1), live).ifPresent(ten -> {
            closed.add(new Rolled(TEN_SECONDS, ten));
            rollUp(tiers.get(2), ten).ifPresent(five -> closed.add(new Rolled(FIVE_MINUTES, five)));
        });
        return closed;
    }

    private Optional<Frame> rollUp(Tier tier, Frame frame) {
        long slot = frame.start().toEpochMilli() / tier.length.toMillis();
        Optional<Frame> closed = Optional.empty();
        if (!tier.open.isEmpty() && tier.open.getFirst().start().toEpochMilli() / tier.length.toMillis() != slot) {
            Frame whole = form.apply(Frame.rollUp(tier.open));
            tier.add(whole);
            tier.open.clear();
            closed = Optional.of(whole);
        }
        tier.open.add(frame);
        return closed;
    }

    /// Frames that began in [from, to), oldest first. They come from the finest tier whose frames are at least `resolution` long and that
    /// reaches back to `from`. If no such tier reaches that far, they come from the one that reaches farthest back.
    List<Frame> between(Instant from, Instant to, Duration resolution) {
        return between(from, to, resolution, Set.of());
    }

    /// The same with some meters alone; all without any.
    public List<Frame> between(Instant from, Instant to, Duration resolution, Set<String> meters) {
        return held(from, to, resolution).stream().map(held -> held.frame(meters)).toList();
    }

    private synchronized List<Held> held(Instant from, Instant to, Duration resolution) {
        Tier chosen = tiers.getLast();
        for (Tier tier : tiers) {
            if (tier.length.compareTo(resolution) >= 0 && tier.reaches(from)) {
                chosen = tier;
                break;
            }
        }
        return within(chosen, from, to);
    }

    /// Frames of ten seconds that began in [from, to), as far back as they are held.
    List<Frame> tens(Instant from, Instant to, Set<String> meters) {
        List<Held> held;
        synchronized (this) {
            held = within(tiers.get(1), from, to);
        }
        return held.stream().map(one -> one.frame(meters)).toList();
    }

    /// Whether frames of ten seconds or less are held from an instant on.
    synchronized boolean isFineFrom(Instant from) {
        return tiers.get(0).reaches(from) || tiers.get(1).reaches(from);
    }

    private static List<Held> within(Tier tier, Instant from, Instant to) {
        return tier.frames.stream().filter(held -> !held.start().isBefore(from) && held.start().isBefore(to)).toList();
    }

    /// Live frames with a sequence number above `sequence`, oldest first.
    synchronized List<Frame> after(long sequence) {
        return tiers.getFirst().frames.stream().map(held -> held.frame(Set.of())).filter(frame -> frame.sequence() > sequence).toList();
    }
}
