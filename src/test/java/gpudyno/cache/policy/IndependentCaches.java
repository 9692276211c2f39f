package gpudyno.cache.policy;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// LRU and Belady's optimum once more, out of the collections of the JDK, to check ours against.
final class IndependentCaches {
    private IndependentCaches() {
    }

    static long lruHits(long[] keys, int capacity) {
        LinkedHashMap<Long, Boolean> cache = new LinkedHashMap<>(16, 0.75f, true);
        long hits = 0;
        for (long key : keys) {
            hits += cache.put(key, true) == null ? 0 : 1;
            if (cache.size() > capacity) {
                cache.pollFirstEntry();
            }
        }
        return hits;
    }

    static long beladyHits(long[] keys, int capacity) {
        long[] nextUse = new long[keys.length];
        Map<Long, Long> later = new HashMap<>();
        for (int i = keys.length - 1; i >= 0; i--) {
            Long next = later.put(keys[i], (long) i);
            nextUse[i] = next == null ? Long.MAX_VALUE - i : next;
        }
        TreeMap<Long, Long> byNextUse = new TreeMap<>();
        long hits = 0;
        for (int i = 0; i < keys.length; i++) {
            hits += byNextUse.remove((long) i) == null ? 0 : 1;
            byNextUse.put(nextUse[i], keys[i]);
            if (byNextUse.size() > capacity) {
                byNextUse.pollLastEntry();
            }
        }
        return hits;
    }
}
