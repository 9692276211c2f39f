package gpudyno.cache.policy;

import gpudyno.cache.policy.Chain.Link;
import io.netty.util.collection.LongObjectHashMap;
import java.util.function.LongConsumer;

/// Three queues: new keys enter a small one, a tenth of the cache; those used again there move to the main one, the others go and are
/// remembered without their value, and enter the main queue at once if they come back. J. Yang et al.: FIFO queues are all you need for cache
/// eviction, SOSP 2023.
final class S3Fifo implements EvictionPolicy {
    private static final int MOST_USES = 3;

    private static final class Entry extends Link {
        private int uses;

        Entry(long key) {
            super(key);
        }
    }

    private final int capacity;
    private final int smallMost;
    private final LongObjectHashMap<Entry> entries = new LongObjectHashMap<>();
    private final Chain small = new Chain();
    private final Chain main = new Chain();
    private final Chain ghosts = new Chain();

    S3Fifo(int capacity) {
        this.capacity = capacity;
        smallMost = Math.max(1, capacity / 10);
    }

    @Override
    public boolean request(long key) {
        Entry known = entries.get(key);
        if (known != null && !known.isIn(ghosts)) {
            known.uses = Math.min(MOST_USES, known.uses + 1);
            return true;
        }
        // The entry must not be among the ghosts while room is made, or it might be forgotten as the oldest of them.
        if (known != null) {
            Chain.remove(known);
        }
        while (small.size() + main.size() >= capacity) {
            if (small.size() > smallMost || main.size() == 0) {
                evictSmall();
            } else {
                evictMain();
            }
        }
        if (known != null) {
            known.uses = 0;
            main.toHead(known);
        } else {
            Entry entry = new Entry(key);
            entries.put(key, entry);
            small.toHead(entry);
        }
        return false;
    }

    private void evictSmall() {
        if (!(small.tail() instanceof Entry entry)) {
            return;
        }
        if (entry.uses > 1) {
            entry.uses = 0;
            main.toHead(entry);
            return;
        }
        ghosts.toHead(entry);
        Link oldest = ghosts.size() > capacity - smallMost ? ghosts.takeTail() : null;
        if (oldest != null) {
            entries.remove(oldest.key);
        }
    }

    private void evictMain() {
        while (main.tail() instanceof Entry entry) {
            if (entry.uses == 0) {
                Chain.remove(entry);
                entries.remove(entry.key);
                return;
            }
            entry.uses--;
            main.toHead(entry);
        }
    }

    @Override
    public void forEachResident(LongConsumer each) {
        small.forEach(each);
        main.forEach(each);
    }
}
