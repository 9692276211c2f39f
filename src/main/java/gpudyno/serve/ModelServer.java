package gpudyno.serve;

import ai.onnxruntime.OrtException;
import gpudyno.cache.Embedding;
import gpudyno.cache.EmbeddingCache;
import gpudyno.cache.TokenKey;
import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.serve.backend.MiniLm;
import gpudyno.serve.backend.SessionPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// The built-in model behind a gateway, assembled. It begins as [#STOCK].
public final class ModelServer implements AutoCloseable {
    /// What a plain model server does: batch 1, one session, no cache, a long queue.
    public static final Configuration STOCK = ServeSettings.STOCK;

    private static final int WARM_BATCH = 16;

    private final MiniLm model;
    private final ServeSettings settings = new ServeSettings();
    private final EmbeddingCache cache;
    private final Batcher batcher;
    private final SessionPool sessions;
    private final Gateway gateway;
    /// Vectors for warm starts, each computed once in the life of the process.
    private final Map<String, Warm> warmVectors = new ConcurrentHashMap<>();

    private record Warm(TokenKey key, Embedding embedding) {}

    /// Loads the model and starts its backend.
    ///
    /// @throws gpudyno.serve.backend.BackendUnavailableException if the model cannot run here
    public ModelServer(MeterRegistry meters, KnobRegistry knobs) {
        model = new MiniLm();
        cache = new EmbeddingCache(meters, settings.cacheMaxBytes, Duration.ofSeconds(settings.cacheTtlSeconds));
        batcher = new Batcher(settings, meters);
        sessions = new SessionPool(model, this::runBatch, () -> settings.arenaShrink, meters);
        sessions.resize(settings.sessions, settings.intraOpThreads);
        gateway = new Gateway(settings, cache, batcher, new EmbeddingWire(model::tokenize), meters);
        settings.register(knobs, batcher::wake, () -> sessions.resize(settings.sessions, settings.intraOpThreads), this::configureCache);
    }

    public Gateway gateway() {
        return gateway;
    }

    public String modelName() {
        return MiniLm.NAME;
    }

    private void configureCache() {
        cache.resize(settings.cacheMaxBytes);
        cache.setTtl(Duration.ofSeconds(settings.cacheTtlSeconds));
        if (!settings.cacheEnabled) {
            cache.clear();
        }
    }

    private void runBatch(SessionPool.Run run) throws InterruptedException {
        List<Batcher.Item> batch = batcher.take();
        try {
            float[][] vectors = run.embed(batch.stream().map(item -> item.key().ids()).toList());
            for (int i = 0; i < vectors.length; i++) {
                batch.get(i).result().complete(vectors[i]);
            }
        } catch (OrtException | RuntimeException e) {
            batch.forEach(item -> item.result().completeExceptionally(e));
        }
    }

    /// Brings the cache to a known state: emptied, then every text's vector put in, in order, as if each had been asked for once. Vectors
    /// are computed on the first call and remembered, so later calls take milliseconds. With the cache off it is left empty.
    ///
    /// @param texts in the order of their requests; repetitions count as repeated use
    public void resetCache(List<String> texts) throws InterruptedException {
        cache.clear();
        if (!settings.cacheEnabled) {
            return;
        }
        computeMissing(texts);
        for (String text : texts) {
            Warm warm = java.util.Objects.requireNonNull(warmVectors.get(text));
            if (cache.get(warm.key) == null) {
                cache.put(warm.key, warm.embedding);
            }
        }
    }

    /// Computes the vectors [#resetCache] will need, so that no trial pays for them.
    public void computeMissing(List<String> texts) throws InterruptedException {
        Map<String, TokenKey> missing = new LinkedHashMap<>();
        for (String text : texts) {
            if (!warmVectors.containsKey(text)) {
                missing.computeIfAbsent(text, unseen -> new TokenKey(model.tokenize(unseen)));
            }
        }
        List<Map.Entry<String, TokenKey>> todo = new ArrayList<>(missing.entrySet());
        todo.removeIf(entry -> entry.getValue().length() > MiniLm.MAX_TOKENS);
        // Inputs of one length share a run, whatever the batch knob says now: nobody else is served while a cache is warmed.
        todo.sort(Map.Entry.comparingByValue(java.util.Comparator.comparingInt(TokenKey::length)));
        int batchSize = settings.batchSize;
        settings.batchSize = WARM_BATCH;
        try {
            int step = Math.max(1, Math.min(4 * WARM_BATCH, settings.queueLimit / 2));
            for (int from = 0; from < todo.size(); from += step) {
                computeThrough(todo.subList(from, Math.min(todo.size(), from + step)));
            }
        } finally {
            settings.batchSize = batchSize;
        }
    }

    private void computeThrough(List<Map.Entry<String, TokenKey>> part) throws InterruptedException {
        long now = System.nanoTime();
        List<Batcher.Item> items = part.stream()
                .map(entry -> new Batcher.Item(entry.getValue(), now, now + Duration.ofMinutes(2).toNanos(), new CompletableFuture<>()))
                .toList();
        if (!batcher.offer(items)) {
            throw new IllegalStateException("the queue is full: the cache is warmed only while the node is not overloaded");
        }
        for (int i = 0; i < part.size(); i++) {
            try {
                warmVectors.put(part.get(i).getKey(), new Warm(part.get(i).getValue(), new Embedding(items.get(i).result().get())));
            } catch (java.util.concurrent.ExecutionException e) {
                throw new IllegalStateException("warming the cache: " + e.getMessage(), e);
            }
        }
    }

    /// Refuses new requests, fails waiting ones, and stops the backend.
    @Override
    public void close() {
        gateway.stop();
        sessions.close();
        model.close();
    }
}
