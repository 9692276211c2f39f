package gpudyno.serve;

import gpudyno.cache.Embedding;
import gpudyno.cache.EmbeddingCache;
import gpudyno.cache.TokenKey;
import gpudyno.model.meter.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Where requests enter: admission, cache with coalescing, batcher, backend, answer. Blocking; one virtual thread a request.
public final class Gateway {
    private final ServeSettings settings;
    private final EmbeddingCache cache;
    private final Batcher batcher;
    private final EmbeddingWire wire;
    private final Flights flights;
    private final GatewayMeters meters;
    private final RequestMemo memo = new RequestMemo();
    private volatile boolean stopping;

    /// An input that was not in the cache.
    private record Awaited(int index, CompletableFuture<Embedding> embedding) {}

    /// What the cache had, with gaps, and what fills the gaps.
    private record Looked(@Nullable Embedding[] embeddings, List<Awaited> awaited) {}

    Gateway(ServeSettings settings, EmbeddingCache cache, Batcher batcher, EmbeddingWire wire, MeterRegistry meters) {
        this.settings = settings;
        this.cache = cache;
        this.batcher = batcher;
        this.wire = wire;
        this.flights = new Flights(settings, cache);
        this.meters = new GatewayMeters(meters);
    }

    /// Answers `POST /v1/embeddings`. Every request gets a reply: an answer, or an OpenAI-shaped error.
    public Reply embeddings(byte[] body) {
        long arrival = System.nanoTime();
        long deadlineMillis = settings.deadlineMillis;
        long deadline = arrival + TimeUnit.MILLISECONDS.toNanos(deadlineMillis);
        meters.entered();
        try {
            EmbeddingRequest request = parse(body);
            Looked looked = look(request, arrival, deadline);
            await(looked, deadline, deadlineMillis);
            byte[] answer = EmbeddingWire.write(request, looked.embeddings);
            if (System.nanoTime() - deadline > 0) {
                throw ApiError.late(deadlineMillis);
            }
            meters.answered((System.nanoTime() - arrival) / 1e6, looked.awaited.isEmpty(), request.tokens());
            return new Reply(200, Map.of(), answer);
        } catch (ApiError e) {
            meters.outcome(e.outcome());
            return e.reply();
        } finally {
            meters.left();
        }
    }

    private EmbeddingRequest parse(byte[] body) throws ApiError {
        if (stopping) {
            throw ApiError.stopping();
        }
        // Remembering requests is part of caching: with the cache off every request costs what it costs a plain server.
        if (!settings.cacheEnabled) {
            return wire.read(body);
        }
        EmbeddingRequest known = memo.get(body);
        if (known == null) {
            known = wire.read(body);
            memo.put(body, known);
        }
        return known;
    }

    private Looked look(EmbeddingRequest request, long arrival, long deadline) throws ApiError {
        List<TokenKey> inputs = request.inputs();
        @Nullable
        Embedding[] embeddings = new Embedding[inputs.size()];
        List<Awaited> awaited = new ArrayList<>();
        List<Item> toCompute = new ArrayList<>();
        boolean caching = settings.cacheEnabled;
        for (int i = 0; i < embeddings.length; i++) {
            TokenKey key = inputs.get(i);
            embeddings[i] = caching ? cache.get(key) : null;
            if (embeddings[i] != null) {
                meters.hit();
                continue;
            }
            Item item = new Item(key, arrival, deadline);
            Flights.Flight flight = flights.board(item, deadline);
            awaited.add(new Awaited(i, flight.embedding()));
            if (flight.item() == item) {
                meters.missed();
                toCompute.add(item);
            } else {
                meters.joined();
            }
        }
        admit(toCompute);
        return new Looked(embeddings, awaited);
    }

    private void admit(List<Item> items) throws ApiError {
        if (items.isEmpty() || batcher.offer(items)) {
            return;
        }
        ApiError refusal = stopping ? ApiError.stopping() : ApiError.queueFull(settings.queueLimit);
        items.forEach(item -> item.vector().completeExceptionally(refusal));
        throw refusal;
    }

    private static void await(Looked looked, long deadline, long deadlineMillis) throws ApiError {
        for (Awaited awaited : looked.awaited) {
            try {
                looked.embeddings[awaited.index] = awaited.embedding.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                throw ApiError.late(deadlineMillis);
            } catch (ExecutionException e) {
                throw failure(e.getCause(), deadlineMillis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw ApiError.stopping();
            }
        }
    }

    private static ApiError failure(@Nullable Throwable cause, long deadlineMillis) {
        return switch (cause) {
            case ApiError refusal -> refusal;
            case TimeoutException _ -> ApiError.late(deadlineMillis);
            case null, default -> ApiError.failed("The backend failed: " + (cause == null ? "unknown" : cause.getMessage()));
        };
    }

    /// Forgets parsed requests.
    void clearMemo() {
        memo.clear();
    }

    void stop() {
        stopping = true;
        batcher.close(ApiError.stopping());
    }
}
