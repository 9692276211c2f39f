package gpudyno.cache;

import gpudyno.cache.policy.MissRatioCurve;
import gpudyno.cache.policy.PolicyKind;
import gpudyno.cache.policy.PolicyRace;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What is learned from the stream of keys that a cache is asked for, in bounded memory: the miss-ratio curve, the hottest keys, and which policy
/// the cache had better follow. Safe for use by any number of threads; the lock is taken only for the keys that are sampled.
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
    private final PolicyRace race;
    private volatile long raced;
    private volatile PolicyKind followed;
    private int switches;
    private long switched;

    /// @param entries that fit into the cache, at least 1
    KeyStream(long entries) {
        race = new PolicyRace(entries);
        raced = race.bound();
        followed = race.followed();
    }

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
        long place = digest >>> Integer.SIZE;
        boolean sampled = place < leastUnsampled;
        boolean races = place < raced;
        boolean counted = (ThreadLocalRandom.current().nextInt() & COUNTED_BITS) == 0;
        if (!sampled) {
            unsampled.increment();
        }
        if (!sampled && !counted && !races) {
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
            if (races && race.request(digest)) {
                noteSwitch();
            }
        } finally {
            lock.unlock();
        }
    }

    private void noteSwitch() {
        followed = race.followed();
        if (race.switches() != switches) {
            switches = race.switches();
            switched = System.nanoTime();
        }
    }

    /// Says how many entries fit into the cache.
    ///
    /// @param entries at least 1
    void fits(long entries) {
        if (!race.isFar(entries)) {
            return;
        }
        lock.lock();
        try {
            race.fits(entries);
            raced = race.bound();
        } finally {
            lock.unlock();
        }
    }

    /// Has the cache follow one policy, or with null the one that does better.
    void pin(@Nullable PolicyKind kind) {
        lock.lock();
        try {
            race.pin(kind);
            noteSwitch();
        } finally {
            lock.unlock();
        }
    }

    /// The policy that the cache is to follow: W-TinyLFU or LRU.
    PolicyKind followed() {
        return followed;
    }

    /// How the policies did lately; see [RaceStanding].
    public RaceStanding race() {
        return locked(_ -> new RaceStanding(race.shadowKeys(), race.requests(), race.hitPercent(PolicyKind.W_TINY_LFU),
                race.hitPercent(PolicyKind.LRU), switches,
                switches == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(System.nanoTime() - switched))));
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
