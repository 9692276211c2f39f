package gpudyno.node.server;

import gpudyno.node.Change;
import gpudyno.node.Changes;
import gpudyno.node.Subscription;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.sse.SseClient;
import io.javalin.http.sse.SseHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/// The one stream of a node as server-sent events: the event is the topic, its data the change as JSON, its id the change's number.
///
/// Before the node ends a stream it sends the event `end`, whose data is the reason in plain text.
///
/// A client resumes with `Last-Event-ID` or `?after=`, and with `&started=` the header `GPUDyno-Started` that its number counts from.
final class ChangeRoutes implements AutoCloseable {
    private static final String EVENTS = "text/event-stream";
    private static final String END = "end";
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Changes changes;
    private final Commands commands;
    private final String started;
    /// Fewer than a node's maximum of listeners, because its own console is one of them.
    private static final int MOST_STREAMS = 240;

    private final Semaphore places = new Semaphore(MOST_STREAMS);
    private final Map<SseClient, Optional<Caller>> streams = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /// @param started when the node began to count its changes
    ChangeRoutes(Changes changes, Instant started, Commands commands) {
        this.changes = changes;
        this.commands = commands;
        this.started = Long.toString(started.toEpochMilli());
    }

    /// One of the limited number of streams; released exactly once.
    private final class Place {
        private final AtomicBoolean taken = new AtomicBoolean(true);

        void giveBack() {
            if (taken.getAndSet(false)) {
                places.release();
            }
        }
    }

    void map(Routes routes) {
        routes.get("/api/frames", this::begin, Tells.NOTHING.text(EVENTS).query("after", "integer").query("started", "string"));
    }

    /// Reserves a place before the stream begins, while the request can still be refused.
    private void begin(Context context) {
        lastSeen(context);
        Exchange.single(context, "started");
        String accepted = context.header("Accept");
        if (accepted == null || !accepted.contains(EVENTS)) {
            throw new HttpResponseException(406, "this is a stream of server-sent events; ask for it with Accept: " + EVENTS);
        }
        if (context.req().getMethod().equals("HEAD")) {
            return;
        }
        if (closed) {
            throw Draining.refused(context);
        }
        if (!places.tryAcquire()) {
            throw new IllegalStateException("this node has " + MOST_STREAMS + " subscribers already, the most it serves over HTTP");
        }
        Place place = new Place();
        boolean begun = false;
        // A stream never ends by itself, so its headers are set here.
        ClockHeader.answer(context);
        commands.tell(context);
        try {
            new SseHandler(client -> listen(client, place)).handle(context);
            begun = true;
        } finally {
            if (!begun) {
                place.giveBack();
            }
        }
    }

    private void listen(SseClient client, Place place) {
        Context context = client.ctx();
        context.header("GPUDyno-Started", started);
        String counted = Exchange.single(context, "started").filter(from -> !from.isBlank()).orElse(started);
        // A number from before the node's last start has no meaning now.
        long after = counted.equals(started) ? lastSeen(context) : 0;
        AtomicReference<Subscription> subscription = new AtomicReference<>();
        streams.put(client, Caller.of(context));
        // Set before the first change is sent, because the client may already be gone and its place must be released.
        client.onClose(() -> {
            streams.remove(client);
            place.giveBack();
            Optional.ofNullable(subscription.get()).ifPresent(Subscription::close);
        });
        // Also set before: a failing send closes the subscription, so it must exist by then. Otherwise the request stays open until the
        // listener stops.
        client.keepAlive();
        try {
            subscription.set(changes.subscribe(after, change -> deliver(client, change, subscription)));
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    private static long lastSeen(Context context) {
        String last = Optional.ofNullable(context.header("Last-Event-ID")).or(() -> Exchange.single(context, "after"))
                .orElse("0");
        return Exchange.parse("after", last, 0, Long.MAX_VALUE);
    }

    private static void deliver(SseClient client, Change change, AtomicReference<Subscription> subscription) {
        if (!client.terminated()) {
            client.sendEvent(change.topic(), change.body(), Long.toString(change.sequence()));
        }
        Subscription own = subscription.get();
        if (client.terminated() && own != null) {
            own.close();
        }
    }

    /// How many streams are open.
    int open() {
        return MOST_STREAMS - places.availablePermits();
    }

    /// Ends the streams of callers that are no longer admitted.
    void end(Predicate<Caller> gone, String reason) {
        end(streams.entrySet().stream().filter(stream -> stream.getValue().filter(gone).isPresent()).map(Map.Entry::getKey).toList(),
                reason);
    }

    /// A client that does not read is not waited for: its stream ends without the reason.
    private static void end(List<SseClient> ending, String reason) {
        CountDownLatch told = new CountDownLatch(ending.size());
        ending.forEach(client -> Thread.ofVirtual().name("end-stream").start(() -> {
            try {
                client.sendEvent(END, reason);
            } finally {
                client.close();
                told.countDown();
            }
        }));
        try {
            if (!told.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                ending.forEach(SseClient::close);
            }
        } catch (InterruptedException e) {
            ending.forEach(SseClient::close);
            Thread.currentThread().interrupt();
        }
    }

    /// Ends every stream. An open stream would delay the listener's graceful stop until its timeout.
    @Override
    public void close() {
        closed = true;
        end(List.copyOf(streams.keySet()), "the node is stopping");
    }
}
