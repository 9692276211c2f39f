package gpudyno.serve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import gpudyno.cache.Embedding;
import gpudyno.cache.EmbeddingCache;
import gpudyno.cache.TokenKey;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Meters.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/// Where requests enter: admission, cache with coalescing, batcher, backend, answer. Blocking; one virtual thread a request.
public final class Gateway {
    private static final int MEMO_MAX_BODY = 16 << 10;
    private static final long MEMO_BYTES = 16L << 20;

    private final ServeSettings settings;
    private final EmbeddingCache cache;
    private final Batcher batcher;
    private final EmbeddingWire wire;
    /// Parsed requests by their exact bytes: saves parsing and tokenizing a body seen before. It holds no answers.
    private final Cache<Body, EmbeddingRequest> memo = Caffeine.newBuilder().maximumWeight(MEMO_BYTES)
            .weigher((Body body, EmbeddingRequest request) -> 200 + body.bytes.length + 4 * request.tokens()).executor(Runnable::run)
            .build();
    private final ConcurrentMap<TokenKey, CompletableFuture<Embedding>> inFlight = new ConcurrentHashMap<>();
    private final LongAdder requestsInside = new LongAdder();
    private volatile boolean stopping;

    private final MeterRegistry.Counter arrivals;
    private final Map<Outcome, MeterRegistry.Counter> outcomes = new EnumMap<>(Outcome.class);
    private final MeterRegistry.Distribution response;
    private final MeterRegistry.Distribution responseMiss;
    private final MeterRegistry.Counter hits;
    private final MeterRegistry.Counter misses;
    private final MeterRegistry.Counter coalesced;
    private final MeterRegistry.Counter tokens;

    private record Body(byte[] bytes, int hash) {
        static Body of(byte[] bytes) {
            return new Body(bytes, Arrays.hashCode(bytes));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Body(byte[] otherBytes, int otherHash) && hash == otherHash && Arrays.equals(bytes, otherBytes);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /// What a request got for its inputs.
    private record Looked(List<CompletableFuture<Embedding>> futures, boolean allHits) {}

    Gateway(ServeSettings settings, EmbeddingCache cache, Batcher batcher, EmbeddingWire wire, MeterRegistry meters) {
        this.settings = settings;
        this.cache = cache;
        this.batcher = batcher;
        this.wire = wire;
        arrivals = meters.counter(Meters.ARRIVALS);
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, meters.counter(Meters.REQUESTS, outcome.label()));
        }
        response = meters.distribution(Meters.RESPONSE);
        responseMiss = meters.distribution(Meters.RESPONSE_MISS);
        hits = meters.counter(Meters.CACHE_HITS, "l1");
        misses = meters.counter(Meters.CACHE_MISSES);
        coalesced = meters.counter(Meters.CACHE_COALESCED);
        tokens = meters.counter(Meters.TOKENS);
        meters.gauge(Meters.IN_FLIGHT, requestsInside::sum);
    }

    /// Answers `POST /v1/embeddings`. Every request gets a reply: an answer, or an OpenAI-shaped error.
    public Reply embeddings(byte[] body) {
        long arrival = System.nanoTime();
        arrivals.increment();
        requestsInside.increment();
        try {
            EmbeddingRequest request = parse(body);
            Looked looked = look(request, arrival);
            List<Embedding> embeddings = await(looked.futures, arrival);
            byte[] answer = EmbeddingWire.write(request, embeddings);
            count(request, looked.allHits, arrival);
            return new Reply(200, Map.of(), answer);
        } catch (ApiError e) {
            counter(e.outcome()).increment();
            return e.reply();
        } finally {
            requestsInside.decrement();
        }
    }

    private EmbeddingRequest parse(byte[] body) throws ApiError {
        if (stopping) {
            throw ApiError.stopping();
        }
        if (body.length > MEMO_MAX_BODY) {
            return wire.read(body);
        }
        Body key = Body.of(body);
        EmbeddingRequest known = memo.getIfPresent(key);
        if (known == null) {
            known = wire.read(body);
            memo.put(key, known);
        }
        return known;
    }

    private Looked look(EmbeddingRequest request, long arrival) throws ApiError {
        List<CompletableFuture<Embedding>> futures = new ArrayList<>(request.inputs().size());
        List<Batcher.Item> toCompute = new ArrayList<>();
        boolean allHits = true;
        for (TokenKey key : request.inputs()) {
            Embedding held = settings.cacheEnabled ? cache.get(key) : null;
            if (held != null) {
                hits.increment();
                futures.add(CompletableFuture.completedFuture(held));
                continue;
            }
            allHits = false;
            CompletableFuture<Embedding> flight = new CompletableFuture<>();
            CompletableFuture<Embedding> leading = settings.coalesce ? inFlight.putIfAbsent(key, flight) : null;
            if (leading != null) {
                coalesced.increment();
                futures.add(leading);
                continue;
            }
            misses.increment();
            futures.add(flight);
            toCompute.add(item(key, arrival, flight));
        }
        admit(toCompute);
        return new Looked(futures, allHits);
    }

    private Batcher.Item item(TokenKey key, long arrival, CompletableFuture<Embedding> flight) {
        CompletableFuture<float[]> result = new CompletableFuture<>();
        result.whenComplete((vector, failure) -> {
            if (failure != null) {
                inFlight.remove(key, flight);
                flight.completeExceptionally(failure);
                return;
            }
            Embedding embedding = new Embedding(vector);
            if (settings.cacheEnabled) {
                cache.put(key, embedding);
            }
            inFlight.remove(key, flight);
            flight.complete(embedding);
        });
        return new Batcher.Item(key, arrival, arrival + TimeUnit.MILLISECONDS.toNanos(settings.deadlineMillis), result);
    }

    private void admit(List<Batcher.Item> items) throws ApiError {
        if (items.isEmpty() || batcher.offer(items)) {
            return;
        }
        ApiError refusal = ApiError.queueFull(settings.queueLimit);
        items.forEach(item -> item.result().completeExceptionally(refusal));
        throw refusal;
    }

    private List<Embedding> await(List<CompletableFuture<Embedding>> futures, long arrival) throws ApiError {
        long deadlineMillis = settings.deadlineMillis;
        List<Embedding> embeddings = new ArrayList<>(futures.size());
        for (CompletableFuture<Embedding> future : futures) {
            try {
                long left = arrival + TimeUnit.MILLISECONDS.toNanos(deadlineMillis) - System.nanoTime();
                embeddings.add(future.isDone() ? future.get() : future.get(Math.max(0, left), TimeUnit.NANOSECONDS));
            } catch (TimeoutException e) {
                throw ApiError.late(deadlineMillis);
            } catch (ExecutionException e) {
                throw failure(e.getCause(), deadlineMillis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw ApiError.stopping();
            }
        }
        return embeddings;
    }

    private static ApiError failure(@org.jspecify.annotations.Nullable Throwable cause, long deadlineMillis) {
        return switch (cause) {
            case ApiError refusal -> refusal;
            case TimeoutException _ -> ApiError.late(deadlineMillis);
            case null, default -> ApiError.failed("The backend failed: " + (cause == null ? "unknown" : cause.getMessage()));
        };
    }

    private void count(EmbeddingRequest request, boolean allHits, long arrival) throws ApiError {
        double millis = (System.nanoTime() - arrival) / 1e6;
        if (millis > settings.deadlineMillis) {
            throw ApiError.late(settings.deadlineMillis);
        }
        counter(Outcome.OK).increment();
        response.record(millis);
        if (!allHits) {
            responseMiss.record(millis);
        }
        tokens.add(request.tokens());
    }

    private MeterRegistry.Counter counter(Outcome outcome) {
        return java.util.Objects.requireNonNull(outcomes.get(outcome));
    }

    void stop() {
        stopping = true;
        batcher.drain(ApiError.stopping());
    }
}
