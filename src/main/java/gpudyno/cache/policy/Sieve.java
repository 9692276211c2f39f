package gpudyno.cache.policy;

import gpudyno.cache.policy.Chain.Link;
import io.netty.util.collection.LongObjectHashMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Keys stay in the order in which they came. A hand goes from the oldest to the newest, spares what was used since it last came by, and
/// gives up the first that was not. Y. Zhang et al.: SIEVE is simpler than LRU, NSDI 2024.
final class Sieve implements EvictionPolicy {
    private static final class Entry extends Link {
        private boolean used;

        Entry(long key) {
            super(key);
        }
    }

    private final int capacity;
    private final LongObjectHashMap<Entry> entries = new LongObjectHashMap<>();
    private final Chain chain = new Chain();
    private @Nullable Link hand;

    Sieve(int capacity) {
        this.capacity = capacity;
    }

    @Override
    public boolean request(long key) {
        Entry known = entries.get(key);
        if (known != null) {
            known.used = true;
            return true;
        }
        if (chain.size() >= capacity) {
            evict();
        }
        Entry entry = new Entry(key);
        entries.put(key, entry);
        chain.toHead(entry);
        return false;
    }

    private void evict() {
        Link at = hand == null ? chain.tail() : hand;
        while (at instanceof Entry entry && entry.used) {
            entry.used = false;
            at = entry.newer() == null ? chain.tail() : entry.newer();
        }
        if (at != null) {
            hand = at.newer();
            Chain.remove(at);
            entries.remove(at.key);
        }
    }

    @Override
    public void forEachResident(LongConsumer each) {
        chain.forEach(each);
    }
}
