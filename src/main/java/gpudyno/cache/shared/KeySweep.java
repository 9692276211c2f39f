package gpudyno.cache.shared;

import gpudyno.model.cache.KeyGlob;
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
            ScanArgs step = ScanArgs.Builder.limit(STEP).match(forServer(glob));
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

    /// A pattern for the server: what comes before the first wildcard, then `*`. The rest is matched here: servers before Redis 7.0.9 take time
    /// exponential in the number of `*`, during which they answer nobody.
    static String forServer(KeyGlob glob) {
        String pattern = glob.pattern();
        StringBuilder literal = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '*' || c == '?') {
                return literal.append('*').toString();
            }
            if (c == '[' || c == ']' || c == '\\' || c == '^') {
                literal.append('\\');
            }
            literal.append(c);
        }
        return literal.toString();
    }
}
