package gpudyno.cache;

import gpudyno.cache.policy.PolicyKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// The entries of a cache in the store of the policy that is followed, which can change while the cache is used.
///
/// After a switch every new entry goes to the other store at once. What the old store holds is moved over in the background, an entry at a time
/// and the coldest first, and earlier if it is asked for. A key is in one store at most, and both together stay within the bound: while entries
/// are moved, the old store gives up its coldest for want of room.
///
/// Changes are made under one lock, which a miss of the cache can afford. A look-up takes it only while entries are moved, and only for one
/// that the new store does not have.
final class SwitchedEntries {
    private static final int SLICE = 256;

    /// @param left store that still has entries; null where all are in `active`
    private record Stores(PolicyKind kind, Entries active, @Nullable Entries left) {
        List<Entries> both() {
            return left == null ? List.of(active) : List.of(active, left);
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Executor background;
    private final FrequentEntries frequent;
    private final RecentEntries recent;
    /// Guarded by the lock, like every change of the stores.
    private volatile long maxBytes;
    private boolean moverRuns;
    private volatile Stores stores;

    /// @param background runs what moves entries, which takes some tens of milliseconds
    SwitchedEntries(long maxBytes, Duration ttl, Departures departures, Executor background) {
        this.maxBytes = maxBytes;
        this.background = background;
        frequent = new FrequentEntries(maxBytes, ttl, departures);
        recent = new RecentEntries(maxBytes, ttl, departures);
        stores = new Stores(PolicyKind.W_TINY_LFU, frequent, null);
    }

    /// The policy by which entries are kept now: W-TinyLFU or LRU.
    PolicyKind kind() {
        return stores.kind;
    }

    /// Whether entries are still moved after a switch.
    boolean isMoving() {
        return stores.left != null;
    }

    /// Keeps entries by another policy from now on, if it is another.
    ///
    /// @param wanted asked under the lock, so that of two threads which saw different policies the later answer counts
    void follow(Supplier<PolicyKind> wanted) {
        boolean start;
        lock.lock();
        try {
            PolicyKind kind = wanted.get();
            Stores before = stores;
            if (kind == before.kind) {
                return;
            }
            Entries next = kind == PolicyKind.LRU ? recent : frequent;
            next.resize(maxBytes);
            // A switch back in the middle of a move has both stores change their parts.
            Entries left = before.active;
            stores = new Stores(kind, next, left);
            start = !moverRuns;
            moverRuns = true;
        } finally {
            lock.unlock();
        }
        if (start) {
            background.execute(this::moveAll);
        }
    }

    private void moveAll() {
        while (true) {
            Entries from = stores.left;
            List<TokenKey> slice = from == null ? List.of() : from.coldest(SLICE);
            slice.forEach(this::moved);
            if (slice.isEmpty() && isDone(from)) {
                return;
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // whether it is still that store
    private boolean isDone(@Nullable Entries from) {
        lock.lock();
        try {
            Stores now = stores;
            if (now.left != from || (from != null && !from.coldest(1).isEmpty())) {
                return false;
            }
            if (from != null) {
                // What is too old to be told of may still be there.
                from.clear();
            }
            stores = new Stores(now.kind, now.active, null);
            moverRuns = false;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Moves an entry, if the store that is left has it.
    private @Nullable Stored moved(TokenKey key) {
        lock.lock();
        try {
            Stores now = stores;
            Stored moved = now.left == null ? null : now.left.remove(key);
            if (moved != null) {
                now.active.put(key, moved);
            }
            return moved;
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    @SuppressWarnings("ReferenceEquality") // whether no switch came between
    Stored get(TokenKey key) {
        Stores now = stores;
        Stored found = now.active.get(key);
        if (found != null || (now.left == null && now == stores)) {
            return found;
        }
        lock.lock();
        try {
            // The entry may have been moved since, by another thread.
            found = moved(key);
            return found != null ? found : stores.active.get(key);
        } finally {
            lock.unlock();
        }
    }

    /// Looking does not count as use.
    @Nullable
    Stored peek(TokenKey key) {
        lock.lock();
        try {
            Stores now = stores;
            Stored found = now.active.peek(key);
            return found != null || now.left == null ? found : now.left.peek(key);
        } finally {
            lock.unlock();
        }
    }

    void put(TokenKey key, Stored stored) {
        locked(now -> {
            if (now.left != null) {
                now.left.remove(key);
                now.left.resize(Math.max(0, maxBytes - now.active.weight() - stored.weight()));
            }
            now.active.put(key, stored);
        });
    }

    void remove(TokenKey key) {
        locked(now -> now.both().forEach(store -> store.remove(key)));
    }

    void clear() {
        locked(now -> now.both().forEach(Entries::clear));
    }

    /// Every entry, once.
    List<Map.Entry<TokenKey, Stored>> all() {
        List<Map.Entry<TokenKey, Stored>> all = new ArrayList<>();
        locked(now -> now.both().forEach(store -> store.forEach((key, stored) -> all.add(Map.entry(key, stored)))));
        return all;
    }

    /// Bytes held in both stores.
    long weight() {
        return sum(Entries::weight);
    }

    long size() {
        return sum(Entries::size);
    }

    private long sum(ToLongFunction<Entries> of) {
        lock.lock();
        try {
            return stores.both().stream().mapToLong(of).sum();
        } finally {
            lock.unlock();
        }
    }

    long maxBytes() {
        return maxBytes;
    }

    void resize(long most) {
        locked(now -> {
            maxBytes = most;
            if (now.left != null) {
                now.left.resize(Math.max(0, most - now.active.weight()));
            }
            now.active.resize(most);
        });
    }

    void setTtl(Duration ttl) {
        locked(_ -> {
            frequent.setTtl(ttl);
            recent.setTtl(ttl);
        });
    }

    private void locked(Consumer<Stores> change) {
        lock.lock();
        try {
            change.accept(stores);
        } finally {
            lock.unlock();
        }
    }
}
