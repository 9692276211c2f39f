package gpudyno.serve;

import gpudyno.cache.Embedding;
import gpudyno.cache.EmbeddingCache;
import gpudyno.cache.TokenKey;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters.Outcome;
import gpudyno.model.trace.Stage;
import gpudyno.serve.backend.Failures;
import gpudyno.serve.backend.OutOfMemory;
import gpudyno.trace.RequestTrace;
import gpudyno.trace.Tracer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The entry for requests: admission, cache with coalescing, batcher, backend, answer. Blocking; one virtual thread per request.
public final class Gateway {
    private static final String ROUTE = "POST /v1/embeddings";
    private static final SharedVectors.@Nullable Ticket[] NO_TICKETS = {};

    private final ServeSettings settings;
    private final EmbeddingCache cache;
    private final Batcher batcher;
    private final EmbeddingWire wire;
    private final Flights flights;
    private final GatewayMeters meters;
    private final RequestMemo memo = new RequestMemo();
    private final Failures failures;
    private volatile @Nullable Tracer tracer;
    private volatile @Nullable SharedVectors shared;
    private volatile boolean stopping;

    /// An input that was not in the cache, and what will answer it.
    ///
    /// @param joined whether another request had sent it
    private record Awaited(int index, CompletableFuture<Embedding> embedding, Item item, boolean joined) {}

    /// When a request came and how long it may take, on the clock of `System.nanoTime`.
    private record Allowance(long arrival, long nanos) {
        long deadline() {
            return arrival + nanos;
        }

        long left() {
            return deadline() - System.nanoTime();
        }

        ApiError late() {
            return ApiError.late(TimeUnit.NANOSECONDS.toMillis(nanos));
        }
    }

    Gateway(ServeSettings settings, EmbeddingCache cache, Batcher batcher, EmbeddingWire wire, MeterRegistry meters,
            Failures failures) {
        this.settings = settings;
        this.cache = cache;
        this.batcher = batcher;
        this.wire = wire;
        this.flights = new Flights(settings, cache);
        this.meters = new GatewayMeters(meters);
        this.failures = failures;
    }

    /// Answers `POST /v1/embeddings`. Every request gets a reply: an answer, or an OpenAI-shaped error.
    public Reply embeddings(Call call) {
        Tracer tracing = tracer;
        RequestTrace trace = tracing == null ? RequestTrace.off() : tracing.begin(ROUTE, call.traceparent(), call.tracestate());
        Reply reply = answer(call, trace);
        String context = trace.response();
        return context == null ? reply : reply.with("traceresponse", context);
    }

    private Reply answer(Call call, RequestTrace trace) {
        trace.enter(Stage.ADMISSION);
        Allowance allowance = enter(call);
        try {
            checkAdmitted(call);
            trace.enter(Stage.TOKENISE);
            EmbeddingRequest request = read(call);
            trace.asks(request.inputs().size(), request.tokens());
            trace.enter(Stage.CACHE_L1);
            @Nullable
            Embedding[] embeddings = lookUp(request.inputs(), trace);
            SharedVectors.@Nullable Ticket[] tickets = lookUpShared(request.inputs(), embeddings, allowance, trace);
            List<Awaited> awaited = sendMisses(request.inputs(), embeddings, tickets, allowance, trace);
            await(awaited, embeddings, allowance, trace);
            trace.enter(Stage.WRITE);
            byte[] answer = wire.write(request, embeddings);
            if (allowance.left() < 0) {
                throw allowance.late();
            }
            meters.answered((System.nanoTime() - allowance.arrival) / 1e6, awaited.isEmpty(), call.key(), request.tokens(),
                    computed(awaited));
            trace.end(200, null);
            return new Reply(200, Map.of(), answer);
        } catch (ApiError e) {
            meters.outcome(e.outcome());
            Reply refusal = e.reply();
            trace.end(refusal.status(), String.valueOf(e.getMessage()));
            return refusal;
        } catch (OutOfMemoryError e) {
            throw OutOfMemory.endProcess(e);
        } catch (RuntimeException | Error e) {
            failures.tell(e);
            meters.outcome(Outcome.FAILED);
            trace.end(500, String.valueOf(e));
            return ApiError.failed("The node failed on this request; its log says how.").reply();
        } finally {
            meters.left();
        }
    }

    /// Input tokens that the backend computed for a request itself, not for one that it joined.
    private static long computed(List<Awaited> awaited) {
        long tokens = 0;
        for (Awaited one : awaited) {
            tokens += one.joined ? 0 : one.item.key().length();
        }
        return tokens;
    }

    private Allowance enter(Call call) {
        meters.entered();
        return new Allowance(System.nanoTime(), Math.min(TimeUnit.MILLISECONDS.toNanos(settings.deadlineMillis), call.patienceNanos()));
    }

    private void checkAdmitted(Call call) throws ApiError {
        if (stopping) {
            throw ApiError.stopping();
        }
        if (call.isCompressed()) {
            throw ApiError.compressed(String.valueOf(call.contentEncoding()));
        }
    }

    private EmbeddingRequest read(Call call) throws ApiError {
        // Remembering parsed requests is part of caching. With the cache off, every request costs as much as in a plain server.
        if (!settings.cacheEnabled) {
            return wire.read(call.body());
        }
        EmbeddingRequest known = memo.get(call.body());
        if (known == null) {
            known = wire.read(call.body());
            memo.put(call.body(), known);
        }
        return known;
    }

    /// The vectors found in the cache, with null for those that are missing.
    private @Nullable Embedding[] lookUp(List<TokenKey> inputs, RequestTrace trace) {
        if (!settings.cacheEnabled) {
            return new Embedding[inputs.size()];
        }
        boolean timed = meters.isTimed();
        long start = timed ? System.nanoTime() : 0;
        @Nullable
        Embedding[] found = cache.getAll(inputs);
        if (timed) {
            meters.lookedUp(start);
        }
        int hits = 0;
        for (Embedding embedding : found) {
            if (embedding != null) {
                hits++;
            }
        }
        if (hits > 0) {
            meters.hit(hits);
            trace.found(hits);
        }
        return found;
    }

    /// Adds what other nodes have stored. Vectors that are near their end are computed anew, and nobody waits for them.
    ///
    /// @return the tickets of what is still missing; empty without a shared tier
    private SharedVectors.@Nullable Ticket[] lookUpShared(List<TokenKey> inputs, @Nullable Embedding[] found, Allowance allowance,
            RequestTrace trace) {
        SharedVectors others = shared;
        if (others == null || !settings.cacheEnabled || Arrays.stream(found).noneMatch(Objects::isNull)) {
            return NO_TICKETS;
        }
        trace.enter(Stage.CACHE_L2);
        int before = missing(found);
        List<TokenKey> due = new ArrayList<>();
        long start = System.nanoTime();
        SharedVectors.@Nullable Ticket[] tickets = others.lookUp(inputs, found, due);
        meters.lookedUpShared(start);
        int hits = before - missing(found);
        if (hits > 0) {
            meters.hitShared(hits);
            trace.found(hits);
        }
        for (TokenKey input : due) {
            Item item = new Item(input, allowance.arrival, allowance.deadline());
            item.ticket(others.renewal(input));
            if (flights.board(item, allowance.deadline()).item() == item && !batcher.offer(List.of(item))) {
                item.vector().completeExceptionally(ApiError.queueFull(settings.queueLimit));
            }
        }
        return tickets;
    }

    private static int missing(@Nullable Embedding[] found) {
        return (int) Arrays.stream(found).filter(Objects::isNull).count();
    }

    /// Starts the computation of inputs missing from the cache: each goes to the batcher, or waits for an equal one in flight.
    ///
    /// @param tickets of the shared tier, for each input; empty if that was not asked
    private List<Awaited> sendMisses(List<TokenKey> inputs, @Nullable Embedding[] found, SharedVectors.@Nullable Ticket[] tickets,
            Allowance allowance, RequestTrace trace) throws ApiError {
        List<Awaited> awaited = List.of();
        List<Item> toCompute = List.of();
        try {
            for (int i = 0; i < found.length; i++) {
                if (found[i] != null) {
                    continue;
                }
                if (awaited.isEmpty()) {
                    awaited = new ArrayList<>();
                    trace.enter(Stage.QUEUE);
                    trace.queuedBehind(batcher.depth());
                    toCompute = new ArrayList<>();
                }
                Item item = new Item(inputs.get(i), allowance.arrival, allowance.deadline());
                if (tickets.length > 0) {
                    item.ticket(tickets[i]);
                }
                toCompute.add(item);
                Flights.Flight flight = flights.board(item, allowance.deadline());
                awaited.add(new Awaited(i, flight.embedding(), flight.item(), flight.item() != item));
                if (flight.item() != item) {
                    toCompute.removeLast();
                    meters.joined();
                }
            }
            admitOrReceive(toCompute, allowance);
            return awaited;
        } catch (Throwable e) {
            // Other requests may have joined these items, so an item that is not queued must not leave them waiting.
            toCompute.forEach(item -> item.vector().completeExceptionally(e));
            throw e;
        }
    }

    /// Sends inputs to the batcher, except those that another node is computing: these are waited for, and only if nothing comes computed here.
    private void admitOrReceive(List<Item> items, Allowance allowance) throws ApiError {
        SharedVectors others = shared;
        List<Item> asked = items.stream().filter(item -> item.ticket() != null).toList();
        if (others == null || asked.isEmpty()) {
            meters.missed(items.size());
            admit(items);
            return;
        }
        List<Item> elsewhere = others.leaveToOthers(asked);
        List<Item> here = items.stream().filter(item -> !elsewhere.contains(item)).toList();
        meters.missed(here.size());
        admit(here);
        List<Item> abandoned = new ArrayList<>();
        for (Item item : elsewhere) {
            if (others.receive(item, SharedVectors.patience(allowance.left()))) {
                meters.joined();
            } else {
                abandoned.add(item);
            }
        }
        meters.missed(abandoned.size());
        admit(abandoned);
    }

    private void admit(List<Item> items) throws ApiError {
        if (!items.isEmpty() && !batcher.offer(items)) {
            throw stopping ? ApiError.stopping() : ApiError.queueFull(settings.queueLimit);
        }
    }

    private static void await(List<Awaited> all, @Nullable Embedding[] embeddings, Allowance allowance, RequestTrace trace)
            throws ApiError {
        Awaited latest = null;
        try {
            for (Awaited awaited : all) {
                if (latest == null || !awaited.embedding.isDone() || awaited.embedding.isCompletedExceptionally()) {
                    latest = awaited;
                }
                embeddings[awaited.index] = awaited.embedding.get(Math.max(0, allowance.left()), TimeUnit.NANOSECONDS);
            }
        } catch (TimeoutException e) {
            throw allowance.late();
        } catch (ExecutionException e) {
            throw failure(e.getCause(), allowance);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ApiError.stopping();
        } finally {
            if (latest != null) {
                trace.waited(latest.item.batch, latest.joined);
            }
        }
    }

    private static ApiError failure(@Nullable Throwable cause, Allowance allowance) {
        return switch (cause) {
            case ApiError refusal -> refusal;
            case TimeoutException _ -> allowance.late();
            case OutOfMemoryError exhausted -> throw OutOfMemory.endProcess(exhausted);
            case null, default -> ApiError.failed("The backend failed: "
                    + (cause == null || cause.getMessage() == null ? "its log says how" : cause.getMessage()));
        };
    }

    void traceWith(Tracer recording) {
        tracer = recording;
    }

    /// Uses a cache shared with other nodes from now on.
    void share(SharedVectors vectors) {
        flights.share(vectors);
        shared = vectors;
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
