package gpudyno.cache.shared;

import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/// What one server holds. It is asked on a thread of its own, at most every [#EVERY_NANOS] and only while somebody wants to know, so that
/// looking costs neither the reader nor the requests.
final class ShardHoldings {
    static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final String USED = "used_memory:";
    private static final Figures UNKNOWN = new Figures(OptionalLong.empty(), OptionalLong.empty());

    private final Shard shard;
    private final long timeoutMillis;
    private final AtomicLong asked = new AtomicLong(System.nanoTime() - EVERY_NANOS);
    private volatile Figures known = UNKNOWN;

    /// @param keys by `DBSIZE`, of all who use the server
    /// @param bytes by `INFO memory`; empty where an ACL forbids the question
    record Figures(OptionalLong keys, OptionalLong bytes) {}

    ShardHoldings(Shard shard, long timeoutMillis) {
        this.shard = shard;
        this.timeoutMillis = timeoutMillis;
    }

    /// As last told; empty while the server is not reached.
    Figures figures() {
        long last = asked.get();
        long now = System.nanoTime();
        if (!shard.isConnected()) {
            known = UNKNOWN;
        } else if (now - last >= EVERY_NANOS && asked.compareAndSet(last, now)) {
            Thread.ofVirtual().name("holdings of " + shard.name()).start(this::ask);
        }
        return known;
    }

    private void ask() {
        try {
            RedisAsyncCommands<String, byte[]> commands = shard.connection().async();
            Future<Long> keys = commands.dbsize();
            Future<String> memory = commands.info("memory");
            known = new Figures(told(keys), bytes(memory));
        } catch (RuntimeException _) {
            known = UNKNOWN;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private OptionalLong told(Future<Long> answer) throws InterruptedException {
        try {
            return OptionalLong.of(answer.get(timeoutMillis, TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException _) {
            return OptionalLong.empty();
        }
    }

    private OptionalLong bytes(Future<String> answer) throws InterruptedException {
        try {
            return answer.get(timeoutMillis, TimeUnit.MILLISECONDS).lines().filter(line -> line.startsWith(USED))
                    .mapToLong(line -> Long.parseLong(line.substring(USED.length()).strip())).findFirst();
        } catch (ExecutionException | TimeoutException | NumberFormatException _) {
            return OptionalLong.empty();
        }
    }
}
