package gpudyno.cache;

import gpudyno.cache.policy.MissRatioCurve;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// What is learned from the stream of keys that a cache is asked for, in bounded memory: the miss-ratio curve and the hottest keys. Safe for use
/// by any number of threads; the lock is taken only for the keys that are sampled.
public final class KeyStream {
    /// One in so many requests is counted for the hottest keys.
    private static final int COUNTED_OF = 8;
    private static final int COUNTED_BITS = COUNTED_OF - 1;

    private final ReentrantLock lock = new ReentrantLock();
    private final MissRatioCurve curve = new MissRatioCurve();
    private final KeyCounts counts = new KeyCounts();
    /// Requests for keys outside the curve's sample that the curve was not told yet.
    private final LongAdder unsampled = new LongAdder();
    private volatile boolean paused;
    private volatile long leastUnsampled = curve.bound();

    /// While paused, keys are not heard: those of a test say nothing about the traffic.
    public void pause(boolean on) {
        paused = on;
    }

    /// A key of a request.
    void asked(TokenKey key) {
        if (paused) {
            return;
        }
        long digest = key.digest();
        boolean sampled = digest >>> Integer.SIZE < leastUnsampled;
        boolean counted = (ThreadLocalRandom.current().nextInt() & COUNTED_BITS) == 0;
        if (!sampled) {
            unsampled.increment();
        }
        if (!sampled && !counted) {
            return;
        }
        lock.lock();
        try {
            if (sampled) {
                curve.request(digest);
                leastUnsampled = curve.bound();
            }
            if (counted) {
                counts.count(digest);
            }
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Function<MissRatioCurve, T> reading) {
        lock.lock();
        try {
            curve.skip(unsampled.sumThenReset());
            return reading.apply(curve);
        } finally {
            lock.unlock();
        }
    }

    /// All requests so far.
    public long requests() {
        return locked(MissRatioCurve::requests);
    }

    /// See [MissRatioCurve#hitPercent].
    public double hitPercent(long capacity) {
        return locked(known -> known.hitPercent(capacity));
    }

    /// See [MissRatioCurve#capacityFor].
    public OptionalLong capacityFor(double percent) {
        return locked(known -> known.capacityFor(percent));
    }

    /// The share of these keys of recent requests, in percent; empty after too few requests to tell.
    public OptionalDouble percent(Collection<TokenKey> keys) {
        return locked(_ -> counts.isEnough()
                ? OptionalDouble.of(keys.stream().mapToDouble(key -> counts.percent(key.digest())).sum())
                : OptionalDouble.empty());
    }

    /// A key's share of recent requests, in percent.
    ///
    /// @param digest as [TokenKey#digest]
    public double percent(long digest) {
        return locked(_ -> counts.percent(digest));
    }

    /// The digests of the keys asked for most lately, most first.
    public List<Long> hottest(int limit) {
        return locked(_ -> counts.most(limit));
    }
}
