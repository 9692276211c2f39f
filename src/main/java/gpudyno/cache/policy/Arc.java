package gpudyno.cache.policy;

import gpudyno.cache.policy.Chain.Link;
import io.netty.util.collection.LongObjectHashMap;
import java.util.function.LongConsumer;

/// Two LRU lists, of keys used once and of keys used again, and the ghosts of what each gave up. A hit on a ghost shifts the share of
/// that list. N. Megiddo, D. Modha: ARC, a self-tuning, low overhead replacement cache, FAST 2003; the letters are the paper's.
final class Arc implements EvictionPolicy {
    private final int c;
    private double p;
    private final LongObjectHashMap<Link> links = new LongObjectHashMap<>();
    private final Chain t1 = new Chain();
    private final Chain t2 = new Chain();
    private final Chain b1 = new Chain();
    private final Chain b2 = new Chain();

    Arc(int capacity) {
        c = capacity;
    }

    @Override
    public boolean request(long key) {
        Link known = links.get(key);
        if (known == null) {
            miss(key);
            return false;
        }
        boolean hit = known.isIn(t1) || known.isIn(t2);
        if (!hit) {
            boolean once = known.isIn(b1);
            double step = once ? Math.max(1, (double) b2.size() / b1.size()) : -Math.max(1, (double) b1.size() / b2.size());
            p = Math.clamp(p + step, 0, c);
            replace(!once);
        }
        t2.toHead(known);
        return hit;
    }

    private void miss(long key) {
        if (t1.size() + b1.size() >= c) {
            if (t1.size() < c) {
                forget(b1);
                replace(false);
            } else {
                forget(t1);
            }
        } else if (t1.size() + t2.size() + b1.size() + b2.size() >= c) {
            if (t1.size() + t2.size() + b1.size() + b2.size() >= 2 * c) {
                forget(b2);
            }
            replace(false);
        }
        Link link = new Link(key);
        links.put(key, link);
        t1.toHead(link);
    }

    private void forget(Chain chain) {
        Link last = chain.takeTail();
        if (last != null) {
            links.remove(last.key);
        }
    }

    /// Makes room if there is none, by turning the oldest key of one list into a ghost.
    private void replace(boolean inB2) {
        if (t1.size() + t2.size() < c) {
            return;
        }
        boolean fromOnce = t1.size() > 0 && (t1.size() > p || inB2 && t1.size() == (int) p || t2.size() == 0);
        Link last = fromOnce ? t1.takeTail() : t2.takeTail();
        if (last != null) {
            (fromOnce ? b1 : b2).toHead(last);
        }
    }

    @Override
    public void forEachResident(LongConsumer each) {
        t1.forEach(each);
        t2.forEach(each);
    }
}
