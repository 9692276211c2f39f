package gpudyno.cache;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Keeps what was asked for last: LRU, weighed by bytes.
///
/// A look-up reads a concurrent map and leaves a note of the use in one of a few buffers. The notes are taken into the order of use in batches,
/// before every change and when a buffer is full, by whoever gets the lock; a look-up never waits for it. The order is exact for one thread.
/// Uses by several threads between two batches, at most 256, may be ordered otherwise than they came.
///
/// An entry's life is counted from when it was first stored. One that was moved in behind younger ones is given out until its own end, and its
/// memory goes with theirs.
final class RecentEntries implements Entries {
    private static final int BUFFERS = 8;

    private final ConcurrentMap<TokenKey, Stored> entries = new ConcurrentHashMap<>();
    private final ReadBuffer[] uses = Stream.generate(ReadBuffer::new).limit(BUFFERS).toArray(ReadBuffer[]::new);
    private final Departures departures;
    private final ReentrantLock lock = new ReentrantLock();
    /// The same entries, the one used longest ago first; guarded by the lock, as what follows.
    private final SequencedMap<TokenKey, Stored> byUse = new LinkedHashMap<>(16, 0.75f, true);
    /// The same entries in the order of their arrival here.
    private final SequencedMap<TokenKey, Stored> byAge = new LinkedHashMap<>();
    private long maxBytes;
    private final AtomicLong weight = new AtomicLong();
    private volatile long ttlNanos;

    RecentEntries(long maxBytes, Duration ttl, Departures departures) {
        this.maxBytes = maxBytes;
        this.departures = departures;
        ttlNanos = ttl.toNanos();
    }

    @Override
    public @Nullable Stored get(TokenKey key) {
        Stored found = peek(key);
        if (found != null) {
            // Virtual threads come one a request, so their ids spread over the buffers.
            ReadBuffer buffer = uses[(int) Thread.currentThread().threadId() & BUFFERS - 1];
            if (buffer.offer(key) && lock.tryLock()) {
                try {
                    noteUses();
                } finally {
                    lock.unlock();
                }
            }
        }
        return found;
    }

    @Override
    public @Nullable Stored peek(TokenKey key) {
        Stored found = entries.get(key);
        if (found == null || !found.isOlderThan(ttlNanos, System.nanoTime())) {
            return found;
        }
        locked(() -> {
            if (found.equals(entries.get(key))) {
                takeOut(key);
                departures.expired();
            }
        });
        return null;
    }

    @Override
    public void put(TokenKey key, Stored stored) {
        locked(() -> {
            noteUses();
            takeOut(key);
            expire();
            evictTo(maxBytes - stored.weight());
            if (stored.weight() > maxBytes) {
                departures.evicted();
                return;
            }
            entries.put(key, stored);
            byUse.put(key, stored);
            byAge.put(key, stored);
            weight.addAndGet(stored.weight());
        });
    }

    @Override
    public @Nullable Stored remove(TokenKey key) {
        lock.lock();
        try {
            Stored removed = takeOut(key);
            if (removed != null && removed.isOlderThan(ttlNanos, System.nanoTime())) {
                departures.expired();
                return null;
            }
            return removed;
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    private void noteUses() {
        for (ReadBuffer buffer : uses) {
            buffer.drain(key -> {
                // Reading an entry puts it at the end of its order.
                var _ = byUse.get(key);
            });
        }
    }

    private @Nullable Stored takeOut(TokenKey key) {
        Stored out = entries.remove(key);
        if (out != null) {
            byUse.remove(key);
            byAge.remove(key);
            weight.addAndGet(-out.weight());
        }
        return out;
    }

    private void evictTo(long most) {
        while (weight.get() > most && !byUse.isEmpty()) {
            takeOut(byUse.firstEntry().getKey());
            departures.evicted();
        }
    }

    private void expire() {
        long now = System.nanoTime();
        Map.Entry<TokenKey, Stored> oldest = byAge.firstEntry();
        while (oldest != null && oldest.getValue().isOlderThan(ttlNanos, now)) {
            takeOut(oldest.getKey());
            departures.expired();
            oldest = byAge.firstEntry();
        }
    }

    @Override
    public void clear() {
        locked(() -> {
            entries.clear();
            byUse.clear();
            byAge.clear();
            weight.set(0);
        });
    }

    @Override
    public List<TokenKey> coldest(int most) {
        lock.lock();
        try {
            noteUses();
            return byUse.keySet().stream().limit(most).toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void forEach(BiConsumer<TokenKey, Stored> each) {
        long now = System.nanoTime();
        entries.forEach((key, stored) -> {
            if (!stored.isOlderThan(ttlNanos, now)) {
                each.accept(key, stored);
            }
        });
    }

    @Override
    public long weight() {
        return weight.get();
    }

    @Override
    public long size() {
        return entries.size();
    }

    @Override
    public void resize(long most) {
        locked(() -> {
            noteUses();
            maxBytes = most;
            expire();
            evictTo(most);
        });
    }

    @Override
    public void setTtl(Duration ttl) {
        ttlNanos = ttl.toNanos();
        locked(this::expire);
    }
}
