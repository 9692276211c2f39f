package gpudyno.serve;

import gpudyno.model.knob.ChangeCost;
import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.knob.KnobType;
import gpudyno.model.knob.KnobType.Scale;
import gpudyno.model.knob.KnobType.Whole;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Where the knobs of serving stand. Stages read these fields at each decision, so a change takes effect with the next request; what needs
/// more than a field (backend sessions, the cache's size) is done by the action registered with the knob.
final class ServeSettings {
    static final int CORES = Runtime.getRuntime().availableProcessors();
    /// What a plain model server does: one request a run, one session using every core, no cache, a long queue.
    static final Configuration STOCK = Configuration
            .of(new TreeMap<>(Map.ofEntries(Map.entry("serve.batch.maxSize", 1L), Map.entry("serve.batch.maxDelay", 0L),
                    Map.entry("serve.queue.limit", 2048L), Map.entry("serve.deadline", 10_000L), Map.entry("backend.sessions", 1L),
                    Map.entry("backend.intraOpThreads", (long) Math.min(CORES, 64)), Map.entry("backend.arena.shrink", false),
                    Map.entry("cache.enabled", false),
                    Map.entry("cache.maxBytes", 64L << 20), Map.entry("cache.ttl", 3600L), Map.entry("cache.coalesce", false))));

    volatile int batchSize = 1;
    volatile long batchDelayNanos;
    volatile int queueLimit = 2048;
    volatile long deadlineMillis = 10_000;
    volatile int sessions = 1;
    volatile int intraOpThreads = Math.min(CORES, 64);
    volatile boolean arenaShrink;
    volatile boolean cacheEnabled;
    volatile long cacheMaxBytes = 64L << 20;
    volatile long cacheTtlSeconds = 3600;
    volatile boolean coalesce;

    /// Registers every knob of serving.
    ///
    /// @param batchChanged after a bound of the batcher changed
    /// @param backendChanged after the number of sessions or threads changed; returns when the new sessions serve
    /// @param cacheChanged after the cache's size, TTL or switch changed
    void register(KnobRegistry knobs, Runnable batchChanged, Runnable backendChanged, Runnable cacheChanged) {
        whole(knobs, "serve.batch.maxSize", 1, 64, Scale.POWER_OF_TWO, "1", "Most items in one backend call", ChangeCost.FREE, true,
                () -> batchSize, v -> {
                    batchSize = (int) v;
                    batchChanged.run();
                });
        whole(knobs, "serve.batch.maxDelay", 0, 50, Scale.LINEAR, "ms", "Longest wait of an item for others to share its call",
                ChangeCost.FREE, true,
                () -> batchDelayNanos / 1_000_000, v -> {
                    batchDelayNanos = v * 1_000_000;
                    batchChanged.run();
                });
        whole(knobs, "serve.queue.limit", 1, 4096, Scale.LOG, "1", "Most items waiting before requests are refused with 429",
                ChangeCost.FREE, true,
                () -> queueLimit, v -> queueLimit = (int) v);
        whole(knobs, "serve.deadline", 50, 120_000, Scale.LOG, "ms",
                "Longest a request may take; later ones are dropped and count as errors", ChangeCost.FREE,
                false, () -> deadlineMillis, v -> deadlineMillis = v);
        whole(knobs, "backend.sessions", 1, Math.min(16, 2L * CORES), Scale.LINEAR, "1", "Backend calls that run at the same time",
                ChangeCost.PAUSE, true,
                () -> sessions, v -> {
                    sessions = (int) v;
                    backendChanged.run();
                });
        whole(knobs, "backend.intraOpThreads", 1, Math.min(CORES, 64), Scale.LINEAR, "1", "Threads of one backend call", ChangeCost.PAUSE,
                true,
                () -> intraOpThreads, v -> {
                    intraOpThreads = (int) v;
                    backendChanged.run();
                });
        flag(knobs, "backend.arena.shrink", "Give the arena's unused memory back after every call", true, () -> arenaShrink,
                v -> arenaShrink = v);
        flag(knobs, "cache.enabled", "Answer repeated inputs from memory", true, () -> cacheEnabled, v -> {
            cacheEnabled = v;
            cacheChanged.run();
        });
        whole(knobs, "cache.maxBytes", 1 << 20, 1L << 30, Scale.LOG, "bytes", "Most memory the cache may hold", ChangeCost.FREE, true,
                () -> cacheMaxBytes,
                v -> {
                    cacheMaxBytes = v;
                    cacheChanged.run();
                });
        whole(knobs, "cache.ttl", 1, 604_800, Scale.LOG, "s", "Longest life of a cached answer", ChangeCost.FREE, false,
                () -> cacheTtlSeconds, v -> {
                    cacheTtlSeconds = v;
                    cacheChanged.run();
                });
        flag(knobs, "cache.coalesce", "Compute equal inputs in flight only once", true, () -> coalesce, v -> coalesce = v);
    }

    private static void whole(KnobRegistry knobs, String id, long min, long max, Scale scale, String unit, String help, ChangeCost cost,
            boolean searched,
            java.util.function.LongSupplier value, java.util.function.LongConsumer turn) {
        knobs.register(new Knob(id, new Whole(min, max, scale), unit, help, cost, searched), value::getAsLong,
                raw -> turn.accept((Long) raw));
    }

    private static void flag(KnobRegistry knobs, String id, String help, boolean searched, java.util.function.BooleanSupplier value,
            Consumer<Boolean> turn) {
        knobs.register(new Knob(id, new KnobType.Switch(), "", help, ChangeCost.FREE, searched), value::getAsBoolean,
                raw -> turn.accept((Boolean) raw));
    }
}
