package gpudyno.cache.shared;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// One node at a time computes a missing value: the one that sets the key's lock. The others wait until the server announces the value, which
/// they have asked for and which is therefore tracked.
///
/// A lock lives for [#LOCK], whatever happens to its owner, and is released by a script that compares its token, so an owner that comes late
/// does not release the lock of another. A second computation is harmless: the value is the same. If the locks cannot be asked for, the node
/// computes.
final class SharedFlights {
    static final Duration LOCK = Duration.ofSeconds(1);
    private static final String RELEASE = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end";

    private final Supplier<Routing> routing;
    private final Duration timeout;
    private final ConcurrentMap<String, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();

    /// @param timeout the longest that locks are asked for
    SharedFlights(Supplier<Routing> routing, Duration timeout) {
        this.timeout = timeout;
        this.routing = routing;
    }

    static String lockOf(String key) {
        return key + ":lock";
    }

    Lead lead(List<String> keys) {
        String token = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        Map<String, CompletableFuture<String>> asked = new LinkedHashMap<>();
        for (String key : keys) {
            Shard shard = routing.get().of(lockOf(key));
            if (shard != null && shard.takesWrites() && shard.isTracking()) {
                try {
                    asked.put(key, shard.connection().async().set(lockOf(key), token.getBytes(StandardCharsets.US_ASCII),
                            SetArgs.Builder.nx().px(LOCK.toMillis())).toCompletableFuture());
                } catch (RuntimeException _) {
                    // Not reached any more: computed here.
                }
            }
        }
        List<String> awaited = new ArrayList<>();
        Map<String, String> tokens = new LinkedHashMap<>();
        long deadline = System.nanoTime() + timeout.toNanos();
        asked.forEach((key, answer) -> {
            try {
                if (answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS) == null) {
                    awaited.add(key);
                } else {
                    tokens.put(key, token);
                }
            } catch (ExecutionException | TimeoutException _) {
                // Computed here; a lock that is set all the same ends by itself.
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        return new Lead(awaited, tokens);
    }

    /// Gives a lock back, in the background.
    void release(String key, String token) {
        Shard shard = routing.get().of(lockOf(key));
        if (shard != null && shard.isConnected()) {
            try {
                RedisAsyncCommands<String, byte[]> commands = shard.connection().async();
                commands.eval(RELEASE, ScriptOutputType.INTEGER, new String[]{lockOf(key)}, token.getBytes(StandardCharsets.US_ASCII));
            } catch (RuntimeException _) {
                // The lock ends by itself.
            }
        }
    }

    /// @param look reads the value
    Optional<byte[]> await(String key, Duration most, Supplier<Optional<byte[]>> look) {
        CompletableFuture<Void> change = waiting.computeIfAbsent(key, _ -> new CompletableFuture<>());
        try {
            // It may have come between the lookup and the lock.
            Optional<byte[]> there = look.get();
            if (there.isPresent()) {
                return there;
            }
            long millis = Math.min(most.toMillis(), LOCK.toMillis());
            change.get(Math.max(0, millis), TimeUnit.MILLISECONDS);
            return look.get();
        } catch (TimeoutException | ExecutionException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            waiting.remove(key, change);
        }
    }

    void changed(List<String> keys) {
        for (String key : keys) {
            CompletableFuture<Void> change = waiting.remove(key);
            if (change != null) {
                change.complete(null);
            }
        }
    }
}
