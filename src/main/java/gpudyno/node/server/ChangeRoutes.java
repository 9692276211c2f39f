package gpudyno.node.server;

import gpudyno.node.Change;
import gpudyno.node.Changes;
import gpudyno.node.Subscription;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/// The one stream of a node as server-sent events: the event is the topic, its data the change as JSON, its id the change's number.
///
/// A client resumes with `Last-Event-ID` or `?after=`, and with `&started=` the header `GPUDyno-Started` that its number counts from.
final class ChangeRoutes implements AutoCloseable {
    private final Changes changes;
    private final String started;
    /// Fewer than a node has listeners: its own console is one.
    private static final int MOST_STREAMS = 240;

    private final Semaphore places = new Semaphore(MOST_STREAMS);
    private final Set<SseClient> streams = ConcurrentHashMap.newKeySet();

    /// @param started when the node began to count its changes
    ChangeRoutes(Changes changes, Instant started) {
        this.changes = changes;
        this.started = Long.toString(started.toEpochMilli());
    }

    void map(RoutesConfig routes) {
        // Before the stream begins, while a refusal can still be told.
        routes.before("/api/frames", this::admit);
        routes.sse("/api/frames", this::stream);
    }

    /// Takes a place for the stream that begins, given back when it ends.
    private void admit(Context context) {
        lastSeen(context);
        String accepted = context.header("Accept");
        if (accepted == null || !accepted.contains("text/event-stream")) {
            return;
        }
        if (!places.tryAcquire()) {
            throw new IllegalStateException("this node has " + MOST_STREAMS + " subscribers already, the most it serves over HTTP");
        }
    }

    private void stream(SseClient client) {
        try {
            listen(client);
        } catch (RuntimeException e) {
            places.release();
            throw e;
        }
    }

    private void listen(SseClient client) {
        Context context = client.ctx();
        context.header("GPUDyno-Started", started);
        String counted = Exchange.single(context, "started").filter(from -> !from.isBlank()).orElse(started);
        // A number that counts from an earlier start of the node says nothing here.
        long after = counted.equals(started) ? lastSeen(context) : 0;
        AtomicReference<Subscription> subscription = new AtomicReference<>();
        subscription.set(changes.subscribe(after, change -> deliver(client, change, subscription)));
        streams.add(client);
        client.onClose(() -> {
            if (streams.remove(client)) {
                places.release();
            }
            Optional.ofNullable(subscription.get()).ifPresent(Subscription::close);
        });
        client.keepAlive();
    }

    private static long lastSeen(Context context) {
        String last = Optional.ofNullable(context.header("Last-Event-ID")).or(() -> Exchange.single(context, "after"))
                .orElse("0");
        return Exchange.parse("after", last, 0, Long.MAX_VALUE);
    }

    private static void deliver(SseClient client, Change change, AtomicReference<Subscription> subscription) {
        client.sendEvent(change.topic(), change.body(), Long.toString(change.sequence()));
        Subscription own = subscription.get();
        if (client.terminated() && own != null) {
            own.close();
        }
    }

    /// Ends every stream: an open one would hold up the graceful stop of the listener until it times out.
    @Override
    public void close() {
        streams.forEach(SseClient::close);
    }
}
