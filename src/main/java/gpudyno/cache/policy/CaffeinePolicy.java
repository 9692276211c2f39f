package gpudyno.cache.policy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.LongConsumer;

/// W-TinyLFU as Caffeine has it, with a window that grows and shrinks. Caffeine draws lots at admission, so that two runs differ slightly.
final class CaffeinePolicy implements EvictionPolicy {
    private final Cache<Long, Boolean> cache;

    CaffeinePolicy(int capacity) {
        cache = Caffeine.newBuilder().maximumSize(capacity).executor(Runnable::run).build();
    }

    @Override
    public boolean request(long key) {
        if (cache.getIfPresent(key) != null) {
            return true;
        }
        cache.put(key, Boolean.TRUE);
        return false;
    }

    @Override
    public void forEachResident(LongConsumer each) {
        cache.policy().eviction().orElseThrow().coldest(Integer.MAX_VALUE).keySet().forEach(each::accept);
    }
}
