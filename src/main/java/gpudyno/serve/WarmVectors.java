package gpudyno.serve;

import ai.onnxruntime.OrtException;
import gpudyno.cache.BoundedMemo;
import gpudyno.cache.Embedding;
import gpudyno.cache.TokenKey;
import gpudyno.serve.backend.EmbeddingModel;
import gpudyno.serve.backend.SessionPool;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;

/// Vectors of known texts, each computed once in the life of the process, so that a cache can be put into the same state again and again in
/// milliseconds. They bypass the queue and the meters, because filling the cache is not traffic.
final class WarmVectors {
    private static final long MAX_BYTES = 96L << 20;
    private static final int BATCH = 16;
    private static final int BYTES_OF_A_CHARACTER = 2;

    private final EmbeddingModel model;
    private final SessionPool sessions;
    private final BoundedMemo<String, Warm> known = new BoundedMemo<>(MAX_BYTES,
            (text, warm) -> BYTES_OF_A_CHARACTER * text.length() + 4 * warm.key.length() + warm.embedding.bytes());

    /// A text's key and value in the cache.
    record Warm(TokenKey key, Embedding embedding) {}

    WarmVectors(EmbeddingModel model, SessionPool sessions) {
        this.model = model;
        this.sessions = sessions;
    }

    /// The vectors of these texts, in no particular order; texts too long for the model are left out.
    Map<String, Warm> of(Collection<String> texts, int parallelRuns) throws InterruptedException {
        Map<String, Warm> found = new LinkedHashMap<>();
        Map<String, TokenKey> missing = new LinkedHashMap<>();
        for (String text : texts) {
            Warm warm = known.get(text);
            if (warm != null) {
                found.put(text, warm);
            } else if (!missing.containsKey(text) && text.length() <= EmbeddingBody.MAX_CHARACTERS) {
                missing.put(text, new TokenKey(model.tokenize(text)));
            }
        }
        missing.values().removeIf(key -> key.length() > model.card().maxTokens());
        if (!missing.isEmpty()) {
            compute(missing, parallelRuns, found);
        }
        return found;
    }

    private void compute(Map<String, TokenKey> missing, int parallelRuns, Map<String, Warm> found) throws InterruptedException {
        List<Map.Entry<String, TokenKey>> byLength = new ArrayList<>(missing.entrySet());
        byLength.sort(Map.Entry.comparingByValue(Comparator.comparingInt(TokenKey::length)));
        List<Callable<Map<String, Warm>>> runs = new ArrayList<>();
        for (int from = 0; from < byLength.size(); from += BATCH) {
            List<Map.Entry<String, TokenKey>> batch = byLength.subList(from, Math.min(byLength.size(), from + BATCH));
            runs.add(() -> compute(batch));
        }
        ThreadFactory names = Thread.ofPlatform().name("warm-", 0).daemon().factory();
        try (ExecutorService threads = Executors.newFixedThreadPool(parallelRuns, names)) {
            for (Future<Map<String, Warm>> run : threads.invokeAll(runs)) {
                found.putAll(run.get());
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OutOfMemoryError outOfMemory) {
                throw outOfMemory;
            }
            throw new IllegalStateException("warming the cache: " + e.getCause(), e);
        }
    }

    private Map<String, Warm> compute(List<Map.Entry<String, TokenKey>> batch) throws OrtException {
        float[][] vectors = sessions.embed(batch.stream().map(entry -> entry.getValue().ids()).toList());
        Map<String, Warm> computed = new HashMap<>();
        for (int i = 0; i < vectors.length; i++) {
            Warm warm = new Warm(batch.get(i).getValue(), new Embedding(vectors[i]));
            known.put(batch.get(i).getKey(), warm);
            computed.put(batch.get(i).getKey(), warm);
        }
        return computed;
    }
}
