package gpudyno.cache.policy;

import gpudyno.cache.policy.Chain.Link;
import io.netty.util.collection.LongObjectHashMap;
import java.util.function.LongConsumer;

/// Gives up the key that was not used for the longest time.
final class Lru implements EvictionPolicy {
    private final int capacity;
    private final LongObjectHashMap<Link> links = new LongObjectHashMap<>();
    private final Chain chain = new Chain();

    Lru(int capacity) {
        this.capacity = capacity;
    }

    @Override
    public boolean request(long key) {
        Link known = links.get(key);
        if (known != null) {
            chain.toHead(known);
            return true;
        }
        Link last = chain.size() < capacity ? null : chain.takeTail();
        if (last != null) {
            links.remove(last.key);
        }
        Link link = new Link(key);
        links.put(key, link);
        chain.toHead(link);
        return false;
    }

    @Override
    public void forEachResident(LongConsumer each) {
        chain.forEach(each);
    }
}
