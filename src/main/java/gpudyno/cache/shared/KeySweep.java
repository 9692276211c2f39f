package gpudyno.cache.shared;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Deletes keys by a pattern, one step of `SCAN` after the other, for at most [#LONGEST].
final class KeySweep {
    static final Duration LONGEST = Duration.ofSeconds(60);
    /// Keys a step looks at: a server answers nobody else for about half a millisecond.
    private static final int STEP = 2000;
    private static final long STEP_MILLIS = 2000;

    private final Supplier<Routing> routing;

    KeySweep(Supplier<Routing> routing) {
        this.routing = routing;
    }

    Swept run(KeyGlob glob, boolean dryRun) {
        long end = System.nanoTime() + LONGEST.toNanos();
        Swept all = new Swept(0, 0, true);
        for (Shard shard : routing.get().shards()) {
            all = all.plus(of(shard, glob, dryRun, end));
        }
        return all;
    }

    private static Swept of(Shard shard, KeyGlob glob, boolean dryRun, long end) {
        long looked = 0;
        long matched = 0;
        try {
            RedisAsyncCommands<String, byte[]> commands = shard.connection().async();
            ScanArgs step = ScanArgs.Builder.limit(STEP).match(glob.forServer());
            ScanCursor cursor = ScanCursor.INITIAL;
            do {
                KeyScanCursor<String> page = commands.scan(cursor, step).get(STEP_MILLIS, TimeUnit.MILLISECONDS);
                looked += page.getKeys().size();
                List<String> keys = page.getKeys().stream().filter(glob::matches).toList();
                matched += keys.size();
                if (!dryRun && !keys.isEmpty()) {
                    unlink(shard, keys);
                }
                cursor = page;
            } while (!cursor.isFinished() && System.nanoTime() < end);
            return new Swept(looked, matched, cursor.isFinished());
        } catch (ExecutionException | TimeoutException | RuntimeException _) {
            return new Swept(looked, matched, false);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Swept(looked, matched, false);
        }
    }

    /// Keys of one server may be of several slots, which one command may not name together.
    private static void unlink(Shard shard, List<String> keys) throws InterruptedException, ExecutionException, TimeoutException {
        for (var unlink : shard.unlink(keys)) {
            unlink.get(STEP_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
