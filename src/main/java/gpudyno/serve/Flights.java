package gpudyno.serve;

import gpudyno.cache.Embedding;
import gpudyno.cache.EmbeddingCache;
import gpudyno.cache.TokenKey;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// The inputs that are being computed now. With coalescing on, an equal input waits for the vector of the one in flight instead of being
/// computed again.
final class Flights {
    /// One input in flight, and its vector once it is serialised and cached.
    record Flight(Item item, CompletableFuture<Embedding> embedding) {}

    private final ServeSettings settings;
    private final EmbeddingCache cache;
    private volatile @Nullable SharedVectors shared;
    private final ConcurrentMap<TokenKey, Flight> leaders = new ConcurrentHashMap<>();

    Flights(ServeSettings settings, EmbeddingCache cache) {
        this.settings = settings;
        this.cache = cache;
    }

    void share(SharedVectors vectors) {
        shared = vectors;
    }

    /// The flight that will answer `item`: a new one, or with coalescing on that of an equal item which is being computed already. A new one
    /// must then be queued, or completed with a failure, or those who join it wait until their deadline.
    Flight board(Item item, long deadline) {
        // The worker that completes the vector serialises it and fills the cache before any waiting request continues.
        Flight own = new Flight(item, item.vector().thenApply(vector -> land(item, vector)));
        if (!settings.coalesce) {
            return own;
        }
        while (true) {
            Flight leader = leaders.putIfAbsent(item.key(), own);
            if (leader == null) {
                own.embedding.whenComplete((_, _) -> leaders.remove(item.key(), own));
                return own;
            }
            if (leader.item.join(deadline)) {
                return leader;
            }
            leaders.remove(item.key(), leader);
        }
    }

    private Embedding land(Item item, float[] vector) {
        Embedding embedding = new Embedding(vector);
        SharedVectors others = shared;
        SharedVectors.Ticket ticket = item.ticket();
        if (!settings.cacheEnabled) {
            return embedding;
        }
        if (others == null || ticket == null) {
            cache.put(item.key(), embedding);
        } else if (item.isReceived()) {
            // It was announced, so its lookup of before is out of date; the next request looks it up and keeps it.
            return embedding;
        } else {
            others.store(item.key(), vector, embedding, ticket, System.nanoTime() - item.arrival());
        }
        return embedding;
    }
}
