package gpudyno.cache.shared;

import gpudyno.cache.shared.SharedMeters.Read;
import gpudyno.cache.shared.SharedMeters.Write;
import gpudyno.model.cache.KeyGlob;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.SharedCacheMeters;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The cache that several nodes share. Its methods never throw for a fault of a server: a lookup that fails is a miss, a write that fails is
/// counted. They may block for the time-out of the settings, and are called on virtual threads.
public final class SharedCache implements AutoCloseable {
    /// The longest an entry of L1 lives while changes are not announced.
    public static final Duration UNTRACKED_AGE = Duration.ofSeconds(30);
    /// Times to live vary by this share to either side, so that what was stored together does not end together.
    static final double JITTER = 0.1;
    /// The most bytes on their way to servers; what is computed beyond is not stored.
    private static final long MOST_BYTES_IN_FLIGHT = 64L << 20;

    private final SharedSettings settings;
    private final SharedListener l1;
    private final SharedMeters meters;
    private final InvalidationStamps stamps = new InvalidationStamps();
    private final AtomicLong bytesInFlight = new AtomicLong();
    private final RedisClient client;
    private final Topology topology;
    private final SharedFlights flights;
    private final KeySweep sweep;
    private final MeterRegistry registry;

    /// @param l1 what is to forget changed keys
    /// @param say receives lines for people
    public SharedCache(SharedSettings settings, MeterRegistry registry, SharedListener l1, Consumer<String> say) {
        this.settings = settings;
        this.l1 = l1;
        this.registry = registry;
        meters = new SharedMeters(registry);
        client = Clients.client(settings);
        flights = new SharedFlights(this::routing, settings.timeout());
        topology = new Topology(client, settings, new Changes(say));
        sweep = new KeySweep(this::routing);
        registry.gauge(SharedCacheMeters.TRACKING, () -> routing().tracksEverything() ? 1 : 0);
        topology.start();
        l1.boundAge(Optional.of(UNTRACKED_AGE));
    }

    private Routing routing() {
        return topology.routing();
    }

    /// What servers tell, passed on to L1 and to those who wait for a value.
    private final class Changes implements ShardListener {
        private final Consumer<String> say;

        Changes(Consumer<String> say) {
            this.say = say;
        }

        @Override
        public void invalidated(@Nullable List<String> keys) {
            if (keys == null) {
                stamps.invalidateAll();
                l1.dropAll();
                return;
            }
            meters.invalidated(keys.size());
            keys.forEach(stamps::invalidate);
            l1.drop(keys);
            flights.changed(keys);
        }

        @Override
        public void connected(Shard shard, boolean again) {
            if (again) {
                meters.trackingLost();
            }
            invalidated(null);
            registry.gauge(SharedCacheMeters.UP, () -> shard.isConnected() ? 1 : 0, shard.name());
        }

        @Override
        public void trackingChanged() {
            l1.boundAge(routing().tracksEverything() ? Optional.empty() : Optional.of(UNTRACKED_AGE));
        }

        @Override
        public void warn(String line) {
            say.accept(line);
        }
    }

    /// Looks all keys up, in one round trip a server. Waits for at most the time-out of the settings; what has not come by then is a miss.
    ///
    /// @return one for each key, in their order
    public List<Found> getAll(List<String> keys) {
        long start = System.nanoTime();
        long deadline = start + settings.timeout().toNanos();
        Found[] found = new Found[keys.size()];
        Map<Shard, List<Integer>> byShard = new HashMap<>();
        int skipped = 0;
        for (int i = 0; i < found.length; i++) {
            found[i] = new Found(Optional.empty(), false, stamps.of(keys.get(i)));
            Shard shard = routing().of(keys.get(i));
            if (shard != null && shard.admits()) {
                byShard.computeIfAbsent(shard, _ -> new ArrayList<>()).add(i);
            } else {
                skipped++;
            }
        }
        meters.read(Read.SKIPPED, skipped);
        Map<Shard, List<? extends Future<byte[]>>> sent = new LinkedHashMap<>();
        byShard.forEach((shard, indexes) -> {
            try {
                sent.put(shard, shard.read(indexes.stream().map(keys::get).toList()));
            } catch (RuntimeException e) {
                meters.read(Read.ERROR, indexes.size());
                shard.failed(e);
            }
        });
        sent.forEach((shard, reads) -> collect(shard, reads, byShard.getOrDefault(shard, List.of()), keys, found, deadline));
        if (!sent.isEmpty()) {
            meters.took((System.nanoTime() - start) / 1e6);
        }
        return Arrays.asList(found);
    }

    private void collect(Shard shard, List<? extends Future<byte[]>> reads, List<Integer> indexes, List<String> keys, Found[] found,
            long deadline) {
        int late = 0;
        for (int i = 0; i < reads.size(); i++) {
            int index = indexes.get(i);
            Future<byte[]> read = reads.get(i);
            try {
                byte[] stored = read.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                found[index] = opened(keys.get(index), stored, found[index].stamp());
                shard.breaker().succeeded();
            } catch (TimeoutException _) {
                read.cancel(false);
                late++;
            } catch (ExecutionException e) {
                refused(shard, String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()), e);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        if (late > 0) {
            meters.read(Read.TIMEOUT, late);
            shard.failed("no answer within " + settings.timeout().toMillis() + " ms, several times");
        }
    }

    private Found opened(String key, byte[] stored, long stamp) {
        if (stored.length == 0) {
            meters.read(Read.MISS, 1);
            return new Found(Optional.empty(), false, stamp);
        }
        meters.bytesRead(stored.length);
        Optional<StoredValue> value = StoredValue.open(key, stored);
        if (value.isEmpty()) {
            meters.read(Read.CORRUPT, 1);
            return new Found(Optional.empty(), false, stamp);
        }
        meters.read(Read.HIT, 1);
        boolean due = value.get().isDue(System.currentTimeMillis(), ThreadLocalRandom.current().nextDouble());
        if (due) {
            meters.refreshed();
        }
        return new Found(Optional.of(value.get().body()), due, stamp);
    }

    private void refused(Shard shard, String answer, Throwable failure) {
        if (answer.startsWith("MOVED") || answer.startsWith("ASK")) {
            topology.refresh();
            meters.read(Read.MOVING, 1);
        } else if (answer.startsWith("WRONGTYPE")) {
            meters.read(Read.CORRUPT, 1);
        } else {
            meters.read(Read.ERROR, 1);
            if (answer.startsWith("CLUSTERDOWN")) {
                topology.refresh();
            }
            shard.failed(failure);
        }
    }

    /// What [#isCurrent] compares with, for a key that was not looked up.
    public long stamp(String key) {
        return stamps.of(key);
    }

    /// Whether a key has not been invalidated since its lookup. Asked after its value was put into L1; if not, the value is to be removed again.
    public boolean isCurrent(String key, long stamp) {
        return stamps.isCurrent(key, stamp);
    }

    /// Stores a value for all nodes, in the background.
    ///
    /// @param cost what it took to compute
    /// @return completes, never with a failure, once the server has it or will not
    public CompletableFuture<Void> put(String key, byte[] body, Duration cost) {
        return put(key, body, cost, settings.timeToLive());
    }

    /// Likewise, with a time to live of its own.
    public CompletableFuture<Void> put(String key, byte[] body, Duration cost, Duration timeToLive) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long life = Math.max(1, Math.round(timeToLive.toMillis() * (1 + JITTER * random.nextDouble(-1, 1))));
        StoredValue value = new StoredValue(body, System.currentTimeMillis(), Duration.ofMillis(life), cost);
        Optional<byte[]> sealed = value.seal(key, random.nextInt());
        Shard shard = routing().of(key);
        if (sealed.isEmpty()) {
            meters.wrote(Write.TOO_LARGE);
            return CompletableFuture.completedFuture(null);
        }
        if (shard == null || !shard.isConnected()) {
            meters.wrote(Write.SKIPPED);
            return CompletableFuture.completedFuture(null);
        }
        try {
            return send(shard, key, sealed.get(), life);
        } catch (RuntimeException e) {
            meters.wrote(Write.FAILED);
            return CompletableFuture.completedFuture(null);
        }
    }

    private CompletableFuture<Void> send(Shard shard, String key, byte[] sealed, long lifeMillis) {
        RedisAsyncCommands<String, byte[]> commands = shard.connection().async();
        CompletableFuture<@Nullable Write> written;
        if (!shard.takesWrites() || bytesInFlight.get() > MOST_BYTES_IN_FLIGHT) {
            written = CompletableFuture.completedFuture(Write.SKIPPED);
        } else {
            bytesInFlight.addAndGet(sealed.length);
            written = commands.set(key, sealed, SetArgs.Builder.px(lifeMillis)).toCompletableFuture()
                    .handle((_, failure) -> {
                        bytesInFlight.addAndGet(-sealed.length);
                        return failure == null ? Write.STORED : failedWrite(shard, failure);
                    });
        }
        // Sent behind the write: from here on the server announces changes of the key again.
        CompletableFuture<byte[]> present = commands.getrange(key, 0, StoredValue.HEADER - 1).toCompletableFuture();
        return written.thenCombine(present.handle((header, failure) -> failure == null ? header : null), (write, header) -> {
            boolean own = header != null && Arrays.equals(header, 0, header.length, sealed, 0, StoredValue.HEADER);
            if (write == Write.STORED) {
                meters.bytesWritten(sealed.length);
            }
            boolean overtaken = !own && (header == null || header.length > 0 || write == Write.STORED);
            meters.wrote(write == Write.STORED && overtaken ? Write.OVERTAKEN : write);
            if (overtaken) {
                stamps.invalidate(key);
                l1.drop(List.of(key));
            }
            return null;
        });
    }

    private Write failedWrite(Shard shard, Throwable failure) {
        String answer = String.valueOf(failure.getMessage());
        if (answer.startsWith("OOM") || answer.startsWith("MISCONF") || answer.startsWith("READONLY")) {
            shard.pauseWrites();
            return Write.FULL;
        }
        if (answer.startsWith("MOVED") || answer.startsWith("ASK")) {
            topology.refresh();
        }
        return Write.FAILED;
    }

    /// Deletes a key for all nodes.
    ///
    /// @return whether it was there; false as well if its server is not reached
    public boolean delete(String key) {
        stamps.invalidate(key);
        l1.drop(List.of(key));
        Shard shard = routing().of(key);
        try {
            return shard != null
                    && shard.connection().async().unlink(key).get(settings.timeout().toMillis() * 4, TimeUnit.MILLISECONDS) > 0;
        } catch (ExecutionException | TimeoutException | RuntimeException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Deletes all keys that match, or only counts them. Walks the servers' keys by `SCAN` in steps that hold nobody up.
    ///
    /// @param pattern of what follows the namespace; `*` stands for any characters, `?` for one
    public Swept invalidate(String pattern, boolean dryRun) {
        return sweep.run(new KeyGlob(settings.namespace() + ":" + pattern), dryRun);
    }

    /// Finds out which of these missing keys this node is to compute. For each of the others another node has said that it does.
    public Lead lead(List<String> keys) {
        Lead lead = flights.lead(keys);
        meters.awaited(lead.awaited().size());
        return lead;
    }

    /// Gives a lock of this node back, in the background; it ends by itself otherwise.
    ///
    /// @param token of the lock, as [#lead] told it
    public void release(String key, String token) {
        flights.release(key, token);
    }

    /// Waits for the value that another node computes, at most as long as its lock lives.
    public Optional<byte[]> await(String key, Duration most) {
        return flights.await(key, most, () -> getAll(List.of(key)).getFirst().value());
    }

    /// How the servers do. Answers at once; what they hold is as of the last time they were asked.
    public List<ShardState> state() {
        Routing routing = routing();
        return routing.shards().stream().map(shard -> shard.state(routing.slotsOf(shard))).toList();
    }

    /// Whether every server is used and announces what changes.
    public boolean isWhole() {
        return routing().tracksEverything();
    }

    SharedMeters meters() {
        return meters;
    }

    @Override
    public void close() {
        topology.close();
        Clients.close(client);
    }
}
