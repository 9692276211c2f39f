package gpudyno.cache.policy;

import gpudyno.cache.policy.Chain.Link;
import io.netty.util.collection.LongObjectHashMap;
import java.util.function.LongConsumer;

/// New keys enter a small window. A key that leaves the window takes the place of the main part's oldest only if it was asked for more often
/// lately. The main part is a segmented LRU, of which a key's second use earns it one of the protected four fifths.
///
/// The window's share is fixed, where Caffeine moves it: among several policies one that does one thing only is of more use. Source: see
/// [FrequencySketch].
final class WTinyLfu implements EvictionPolicy {
    private static final double PROTECTED = 0.8;

    private final FrequencySketch sketch;
    private final int windowMost;
    private final int mainMost;
    private final int protectedMost;
    private final LongObjectHashMap<Link> links = new LongObjectHashMap<>();
    private final Chain window = new Chain();
    private final Chain probation = new Chain();
    private final Chain kept = new Chain();

    /// @param windowShare share of the capacity that new keys have, from 0 to 1
    /// @param sketch counts every request made here, and may have counted others before
    WTinyLfu(int capacity, double windowShare, FrequencySketch sketch) {
        this.sketch = sketch;
        windowMost = Math.max(1, (int) (capacity * windowShare));
        mainMost = Math.max(0, capacity - windowMost);
        protectedMost = (int) (mainMost * PROTECTED);
    }

    @Override
    public boolean request(long key) {
        sketch.increment(key);
        Link known = links.get(key);
        if (known == null) {
            Link link = new Link(key);
            links.put(key, link);
            window.toHead(link);
            shrinkWindow();
            return false;
        }
        if (known.isIn(window)) {
            window.toHead(known);
        } else {
            kept.toHead(known);
            if (kept.size() > protectedMost) {
                Link demoted = kept.takeTail();
                if (demoted != null) {
                    probation.toHead(demoted);
                }
            }
        }
        return true;
    }

    private void shrinkWindow() {
        Link candidate = window.size() > windowMost ? window.tail() : null;
        if (candidate == null) {
            return;
        }
        if (probation.size() + kept.size() < mainMost) {
            probation.toHead(candidate);
            return;
        }
        Link victim = probation.size() > 0 ? probation.tail() : kept.tail();
        if (victim != null && sketch.frequency(candidate.key) > sketch.frequency(victim.key)) {
            drop(victim);
            probation.toHead(candidate);
        } else {
            drop(candidate);
        }
    }

    private void drop(Link link) {
        Chain.remove(link);
        links.remove(link.key);
    }

    @Override
    public void forEachResident(LongConsumer each) {
        probation.forEach(each);
        window.forEach(each);
        kept.forEach(each);
    }
}
