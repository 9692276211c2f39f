package gpudyno.serve;

import ai.onnxruntime.OrtException;
import gpudyno.cache.EmbeddingCache;
import gpudyno.cache.TokenKey;
import gpudyno.cache.shared.ShardState;
import gpudyno.cache.shared.SharedKeys;
import gpudyno.cache.shared.SharedSettings;
import gpudyno.cache.shared.Swept;
import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.memory.Held;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.serve.backend.EmbeddingModel;
import gpudyno.serve.backend.Failures;
import gpudyno.serve.backend.LengthBucket;
import gpudyno.serve.backend.ModelCard;
import gpudyno.serve.backend.ModelFiles;
import gpudyno.serve.backend.SessionPool;
import gpudyno.trace.BatchTrace;
import gpudyno.trace.Tracer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The built-in model behind a gateway, assembled. Its knobs begin at [#STOCK].
public final class ModelServer implements AutoCloseable {
    /// What a plain model server does: batch 1, one session, no cache, a long queue.
    public static final Configuration STOCK = ServeSettings.STOCK;

    private final EmbeddingModel model;
    private final ServeSettings settings = new ServeSettings();
    private final EmbeddingCache cache;
    private final Batcher batcher;
    private final SessionPool sessions;
    private final Gateway gateway;
    private final ChatGateway chat;
    private final WarmVectors warmVectors;
    private final MeterRegistry meters;
    private final ModelFiles files;
    private volatile @Nullable SharedVectors shared;

    /// Loads a model and starts its backend; its requests are not traced until [#traceWith].
    ///
    /// @param nativeFolder where native libraries are unpacked, created if needed
    /// @throws gpudyno.serve.backend.BackendUnavailableException if the model cannot run here
    public ModelServer(MeterRegistry meters, KnobRegistry knobs, ModelFiles files, Path nativeFolder) {
        this.meters = meters;
        this.files = files;
        model = new EmbeddingModel(files, nativeFolder);
        cache = new EmbeddingCache(meters, settings.cacheMaxBytes, Duration.ofSeconds(settings.cacheTtlSeconds));
        batcher = new Batcher(settings, meters);
        Failures failures = new Failures(meters);
        sessions = new SessionPool(model, this::runBatch, () -> settings.arenaShrink, meters, failures);
        sessions.resize(settings.sessions, settings.intraOpThreads);
        warmVectors = new WarmVectors(model, sessions);
        gateway = new Gateway(settings, cache, batcher, new EmbeddingWire(model.card(), model::tokenize, model::framed), meters, failures);
        settings.register(knobs, batcher::wake, sessions::resize, this::configureCache);
        chat = new ChatGateway(
                new NearAnswers(new SpareVectors(model, sessions, failures), () -> Duration.ofSeconds(settings.cacheTtlSeconds),
                        meters, knobs),
                meters);
    }

    /// Records the time of every request from now on.
    public void traceWith(Tracer tracer) {
        gateway.traceWith(tracer);
    }

    public Gateway gateway() {
        return gateway;
    }

    /// Passes chat requests on to another server from [#forwardTo] on.
    public ChatGateway chat() {
        return chat;
    }

    /// Passes chat requests on to this server from now on.
    public void forwardTo(UpstreamSettings server) {
        chat.forwardTo(server);
    }

    public String modelName() {
        return model.card().name();
    }

    public ModelCard card() {
        return model.card();
    }

    /// The device that computes the vectors, as text for people.
    public String backend() {
        return model.hardware();
    }

    /// L1 of the answers.
    public EmbeddingCache cache() {
        return cache;
    }

    /// The key in the cache of an input.
    ///
    /// @throws IllegalArgumentException if the text has more tokens than the model takes
    public TokenKey key(String text) {
        int[] ids = model.tokenize(text);
        if (ids.length > model.card().maxTokens()) {
            throw new IllegalArgumentException("text has " + ids.length + " tokens; the model takes at most " + model.card().maxTokens());
        }
        return new TokenKey(ids);
    }

    private void configureCache() {
        cache.resize(settings.cacheMaxBytes);
        cache.setTtl(Duration.ofSeconds(settings.cacheTtlSeconds));
        cache.policy(settings.cachePolicy);
        if (!settings.cacheEnabled) {
            cache.clear();
        }
    }

    /// Takes the next batch and answers it. A failure is reported to all requests that wait for the batch, and to the worker, which counts
    /// and logs it.
    private void runBatch(SessionPool.Run run) throws InterruptedException, OrtException {
        List<Item> batch = batcher.take();
        if (batch.isEmpty()) {
            return;
        }
        BatchTrace ride = Objects.requireNonNull(batch.getFirst().batch);
        try {
            int longest = batch.stream().mapToInt(item -> item.key().length()).max().orElseThrow();
            ride.start(batch.size(), longest, LengthBucket.length(LengthBucket.of(longest)));
            float[][] vectors = run.embed(batch.stream().map(item -> item.key().ids()).toList());
            ride.finish();
            for (int i = 0; i < vectors.length; i++) {
                batch.get(i).vector().complete(vectors[i]);
            }
        } catch (Throwable e) {
            ride.finish();
            batch.forEach(item -> item.vector().completeExceptionally(e));
            throw e;
        }
    }

    /// Brings the cache to a known state: empties it, then adds every text's vector in order, as if each had been requested once. Vectors
    /// are computed on the first call and remembered, so later calls take milliseconds. With the cache off it is left empty.
    ///
    /// @param texts in the order of their requests; repetitions count as repeated use
    public void resetCache(List<String> texts) throws InterruptedException {
        cache.clear();
        gateway.clearMemo();
        if (!settings.cacheEnabled) {
            return;
        }
        Map<String, WarmVectors.Warm> warm = warmVectors.of(texts, Math.max(1, ServeSettings.CORES / settings.intraOpThreads));
        for (String text : texts) {
            WarmVectors.Warm known = warm.get(text);
            if (known != null && !cache.contains(known.key())) {
                cache.put(known.key(), known.embedding());
            }
        }
    }

    /// Shares answers with other nodes from now on; called once at most.
    ///
    /// @param bypassed true while answers are neither read there nor stored
    /// @param say receives lines for people
    public void share(SharedSettings settings, BooleanSupplier bypassed, Consumer<String> say) {
        SharedVectors vectors = new SharedVectors(settings, meters, cache, model.card(), files.revision(), bypassed, say);
        shared = vectors;
        gateway.share(vectors);
    }

    /// `model@revision`, with which the names of entries begin in this node's cache and in the shared one.
    public String cacheName() {
        return SharedKeys.model(model.card().name(), files.revision());
    }

    /// Deletes for all nodes what matches, or only counts it.
    ///
    /// @param pattern of what follows the namespace; `*` stands for any characters, `?` for one
    /// @return empty without a shared cache
    public Optional<Swept> invalidateShared(String pattern, boolean dryRun) {
        return Optional.ofNullable(shared).map(vectors -> vectors.invalidate(pattern, dryRun));
    }

    /// Deletes the vectors of inputs for all nodes, or only counts those that are there.
    ///
    /// @return empty without a shared cache
    public Optional<Swept> invalidateShared(Collection<TokenKey> inputs, boolean dryRun) {
        return Optional.ofNullable(shared).map(vectors -> vectors.invalidate(inputs, dryRun));
    }

    /// The servers of the shared cache; empty without one.
    public List<ShardState> sharedState() {
        SharedVectors vectors = shared;
        return vectors == null ? List.of() : vectors.state();
    }

    /// Bounds batches while memory is short.
    ///
    /// @param most items; 0 for no bound but the knob's
    public void boundBatches(int most) {
        settings.batchCap = most;
        batcher.wake();
    }

    /// Most items of a batch, as its knob is set.
    public int batchSize() {
        return settings.batchSize;
    }

    /// Builds the backend's sessions anew. The old ones serve until the new ones do.
    public void recycle() {
        sessions.resize(settings.sessions, settings.intraOpThreads);
    }

    /// The backend's present memory; empty if neither its arenas nor the system report it.
    public Optional<Held> backendMemory() {
        return sessions.memory();
    }

    /// Returns unused memory of the backend to the system while it serves.
    public void reclaim() {
        try {
            sessions.reclaim();
        } catch (OrtException e) {
            throw new IllegalStateException("shrinking the backend's arenas: " + e.getMessage(), e);
        }
    }

    /// Refuses new requests, fails waiting ones, and stops the backend.
    @Override
    public void close() {
        gateway.stop();
        chat.close();
        SharedVectors vectors = shared;
        if (vectors != null) {
            vectors.close();
        }
        sessions.close();
        model.close();
    }
}
