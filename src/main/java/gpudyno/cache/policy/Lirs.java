package gpudyno.cache.policy;

import gpudyno.cache.policy.Chain.Link;
import io.netty.util.collection.LongObjectHashMap;
import java.util.function.LongConsumer;

/// Keeps the keys whose last two uses lay closest together (LIR); the others (HIR) pass through a hundredth of the cache, and one whose next
/// use comes soon enough changes places with a LIR key. What was given up stays in the stack without its value, as many keys as the cache
/// holds. S. Jiang, X. Zhang: LIRS, SIGMETRICS 2002.
final class Lirs implements EvictionPolicy {
    private static final double HIR_SHARE = 0.01;

    /// A key's place in the stack; `queued` is its place among resident HIR keys or among those given up.
    private static final class Entry extends Link {
        private final Queued queued;
        private boolean low;

        Entry(long key) {
            super(key);
            queued = new Queued(this);
        }
    }

    private static final class Queued extends Link {
        private final Entry entry;

        Queued(Entry entry) {
            super(entry.key);
            this.entry = entry;
        }
    }

    private final int hirMost;
    private final int lirMost;
    private final int ghostMost;
    private final LongObjectHashMap<Entry> entries = new LongObjectHashMap<>();
    private final Chain stack = new Chain();
    private final Chain queue = new Chain();
    private final Chain ghosts = new Chain();
    private int low;

    Lirs(int capacity) {
        hirMost = Math.max(1, (int) (capacity * HIR_SHARE));
        lirMost = capacity - hirMost;
        ghostMost = capacity;
    }

    @Override
    public boolean request(long key) {
        Entry known = entries.get(key);
        boolean hit = known != null && (known.low || known.queued.isIn(queue));
        if (known != null && known.low) {
            stack.toHead(known);
            prune();
            return true;
        }
        Entry entry = known == null ? new Entry(key) : known;
        if (known == null) {
            entries.put(key, entry);
        }
        boolean soon = entry.isIn(stack);
        if (!hit) {
            Chain.remove(entry.queued);
            makeRoom();
        }
        stack.toHead(entry);
        if (soon || !hit && low < lirMost && queue.size() == 0) {
            Chain.remove(entry.queued);
            entry.low = true;
            low++;
            demote();
        } else {
            queue.toHead(entry.queued);
        }
        return hit;
    }

    private void makeRoom() {
        if (low + queue.size() >= lirMost + hirMost && queue.takeTail() instanceof Queued oldest) {
            if (oldest.entry.isIn(stack)) {
                ghosts.toHead(oldest);
                if (ghosts.size() > ghostMost && ghosts.takeTail() instanceof Queued forgotten) {
                    Chain.remove(forgotten.entry);
                    entries.remove(forgotten.key);
                }
            } else {
                entries.remove(oldest.key);
            }
        }
    }

    /// Turns the stack's oldest LIR keys into HIR keys while there are too many.
    private void demote() {
        while (low > lirMost && stack.tail() instanceof Entry last) {
            if (last.low) {
                last.low = false;
                low--;
                queue.toHead(last.queued);
                Chain.remove(last);
            }
            prune();
        }
    }

    /// The stack's oldest is a LIR key always: HIR keys below it could never be used soon enough.
    private void prune() {
        while (stack.tail() instanceof Entry last && !last.low) {
            Chain.remove(last);
            if (last.queued.isIn(ghosts)) {
                Chain.remove(last.queued);
                entries.remove(last.key);
            }
        }
    }

    @Override
    public void forEachResident(LongConsumer each) {
        queue.forEach(each);
        for (Link link = stack.tail(); link != null; link = link.newer()) {
            if (link instanceof Entry entry && entry.low) {
                each.accept(entry.key);
            }
        }
    }
}
