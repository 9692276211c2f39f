package gpudyno.serve;

import ai.onnxruntime.OrtException;
import gpudyno.cache.near.NearCache;
import gpudyno.serve.backend.EmbeddingModel;
import gpudyno.serve.backend.Failures;
import gpudyno.serve.backend.SessionPool;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Vectors for the node's own use, computed beside the requests that ask for vectors, few at a time so that those hardly wait for them.
final class SpareVectors implements NearAnswers.Embedder {
    private static final int AT_ONCE = 2;
    private static final long PATIENCE_MILLIS = 500;
    /// More characters than any input of that many tokens is likely to have; what is longer is not even tokenized.
    private static final int CHARACTERS_OF_A_TOKEN = 32;

    private final EmbeddingModel model;
    private final SessionPool sessions;
    private final Failures failures;
    private final Semaphore places = new Semaphore(AT_ONCE);

    SpareVectors(EmbeddingModel model, SessionPool sessions, Failures failures) {
        this.model = model;
        this.sessions = sessions;
        this.failures = failures;
    }

    @Override
    public Optional<float[]> unit(String text) {
        // Half of a surrogate pair is no text.
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text) || text.length() > CHARACTERS_OF_A_TOKEN * model.card().maxTokens()) {
            return Optional.empty();
        }
        try {
            if (!places.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        try {
            int[] ids = model.tokenize(text);
            return ids.length > model.card().maxTokens() ? Optional.empty() : NearCache.unit(sessions.embed(List.of(ids))[0]);
        } catch (OrtException | IllegalStateException e) {
            // The request goes on without a near answer.
            failures.tell(e);
            return Optional.empty();
        } finally {
            places.release();
        }
    }
}
