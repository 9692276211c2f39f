package gpudyno.serve;

import gpudyno.cache.policy.PolicyKind;
import gpudyno.model.knob.ChangeCost;
import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.knob.KnobType;
import gpudyno.model.knob.KnobType.Scale;
import gpudyno.model.knob.KnobType.Whole;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// The values of the serving knobs. Stages read these fields at each decision, so a change takes effect with the next request. Changes that
/// need more than a field (backend sessions, the cache's size) are made by the action registered with the group of knobs.
final class ServeSettings {
    static final int CORES = Runtime.getRuntime().availableProcessors();
    /// What a plain model server does: one request per model run, one session using every core, no cache, a long queue.
    static final Configuration STOCK = Configuration
            .of(new TreeMap<>(Map.ofEntries(Map.entry("serve.batch.maxSize", 1L), Map.entry("serve.batch.maxDelay", 0L),
                    Map.entry("serve.queue.limit", 2048L), Map.entry("serve.deadline", 10_000L), Map.entry("backend.sessions", 1L),
                    Map.entry("backend.intraOpThreads", (long) Math.min(CORES, 64)), Map.entry("backend.arena.shrink", false),
                    Map.entry("cache.enabled", false),
                    Map.entry("cache.maxBytes", 64L << 20), Map.entry("cache.ttl", 3600L), Map.entry("cache.policy", "adaptive"),
                    Map.entry("cache.coalesce", false))));

    private static final List<PolicyKind> POLICIES = List.of(PolicyKind.ADAPTIVE, PolicyKind.W_TINY_LFU, PolicyKind.LRU);

    volatile int batchSize = 1;
    /// Bounds batches while memory is short; 0 for no bound.
    volatile int batchCap;
    volatile long batchDelayNanos;
    volatile int queueLimit = 2048;
    volatile long deadlineMillis = 10_000;
    volatile int sessions = 1;
    volatile int intraOpThreads = Math.min(CORES, 64);
    volatile boolean arenaShrink;
    volatile boolean cacheEnabled;
    volatile long cacheMaxBytes = 64L << 20;
    volatile long cacheTtlSeconds = 3600;
    volatile PolicyKind cachePolicy = PolicyKind.ADAPTIVE;
    volatile boolean coalesce;

    /// Most items of a batch now.
    int batch() {
        int cap = batchCap;
        return cap == 0 ? batchSize : Math.min(batchSize, cap);
    }

    /// Rebuilds the backend. Returns when the new sessions serve, or throws and leaves the old ones serving.
    interface Backend {
        void resize(int sessions, int intraOpThreads);
    }

    /// Registers every knob of serving, those that take effect together as one group.
    ///
    /// @param batchChanged after a bound of the batcher changed
    /// @param backend what a change of sessions or threads rebuilds
    /// @param cacheChanged after the cache's size, TTL, policy or switch changed
    void register(KnobRegistry knobs, Runnable batchChanged, Backend backend, Runnable cacheChanged) {
        registerBatching(knobs, batchChanged);
        registerBackend(knobs, backend);
        registerCache(knobs, cacheChanged);
    }

    private void registerBatching(KnobRegistry knobs, Runnable changed) {
        knobs.register(
                List.of(whole("serve.batch.maxSize", 1, 64, Scale.POWER_OF_TWO, "1", "Most items in one backend call", ChangeCost.FREE,
                        true),
                        whole("serve.batch.maxDelay", 0, 50, Scale.LINEAR, "ms", "Longest wait of an item for others to share its call",
                                ChangeCost.FREE, true),
                        whole("serve.queue.limit", 1, 4096, Scale.LOG, "1", "Most items waiting before requests are refused with 429",
                                ChangeCost.FREE, true),
                        whole("serve.deadline", 50, 120_000, Scale.LOG, "ms",
                                "Longest a request may take; later ones are dropped and count as errors", ChangeCost.FREE, false)),
                id -> switch (id) {
                    case "serve.batch.maxSize" -> batchSize;
                    case "serve.batch.maxDelay" -> TimeUnit.NANOSECONDS.toMillis(batchDelayNanos);
                    case "serve.queue.limit" -> queueLimit;
                    default -> deadlineMillis;
                }, values -> {
                    batchSize = (int) values.whole("serve.batch.maxSize");
                    batchDelayNanos = TimeUnit.MILLISECONDS.toNanos(values.whole("serve.batch.maxDelay"));
                    queueLimit = (int) values.whole("serve.queue.limit");
                    deadlineMillis = values.whole("serve.deadline");
                    changed.run();
                });
    }

    /// The fields are set once the new sessions serve. If the backend refuses the change, they keep the values it runs with.
    private void registerBackend(KnobRegistry knobs, Backend backend) {
        knobs.register(
                List.of(whole("backend.sessions", 1, Math.min(16, 2L * CORES), Scale.LINEAR, "1", "Backend calls that run at the same time",
                        ChangeCost.PAUSE, true),
                        whole("backend.intraOpThreads", 1, Math.min(CORES, 64), Scale.LINEAR, "1", "Threads of one backend call",
                                ChangeCost.PAUSE, true)),
                id -> id.equals("backend.sessions") ? sessions : intraOpThreads, values -> {
                    int newSessions = (int) values.whole("backend.sessions");
                    int newThreads = (int) values.whole("backend.intraOpThreads");
                    backend.resize(newSessions, newThreads);
                    sessions = newSessions;
                    intraOpThreads = newThreads;
                });
        knobs.register(flag("backend.arena.shrink", "Give the arena's unused memory back after every call"), () -> arenaShrink,
                on -> arenaShrink = (Boolean) on);
    }

    private void registerCache(KnobRegistry knobs, Runnable changed) {
        knobs.register(
                List.of(flag("cache.enabled", "Answer repeated inputs from memory"),
                        whole("cache.maxBytes", 1 << 20, 1L << 30, Scale.LOG, "bytes", "Most memory the cache may hold", ChangeCost.FREE,
                                true),
                        whole("cache.ttl", 1, 604_800, Scale.LOG, "s", "Longest life of a cached answer", ChangeCost.FREE, false),
                        new Knob("cache.policy", new KnobType.Choice(POLICIES.stream().map(PolicyKind::id).toList()), "",
                                "What a full cache keeps: what is asked for often (w-tinylfu), what was asked for last (lru), or the better of both",
                                ChangeCost.FREE, false)),
                id -> switch (id) {
                    case "cache.enabled" -> cacheEnabled;
                    case "cache.maxBytes" -> cacheMaxBytes;
                    case "cache.policy" -> cachePolicy.id();
                    default -> cacheTtlSeconds;
                }, values -> {
                    cacheEnabled = values.on("cache.enabled");
                    cacheMaxBytes = values.whole("cache.maxBytes");
                    cacheTtlSeconds = values.whole("cache.ttl");
                    String policy = String.valueOf(values.get("cache.policy"));
                    cachePolicy = POLICIES.stream().filter(one -> one.id().equals(policy)).findFirst().orElseThrow();
                    changed.run();
                });
        knobs.register(flag("cache.coalesce", "Compute equal inputs in flight only once"), () -> coalesce, on -> coalesce = (Boolean) on);
    }

    private static Knob whole(String id, long min, long max, Scale scale, String unit, String help, ChangeCost cost, boolean searched) {
        return new Knob(id, new Whole(min, max, scale), unit, help, cost, searched);
    }

    private static Knob flag(String id, String help) {
        return new Knob(id, new KnobType.Switch(), "", help, ChangeCost.FREE, true);
    }
}
