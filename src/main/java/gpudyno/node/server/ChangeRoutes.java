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
import java.util.concurrent.atomic.AtomicReference;

/// The one stream of a node as server-sent events: the event is the topic, its data the change as JSON, its id the change's number.
///
/// A client resumes with `Last-Event-ID` or `?after=`, and with `&started=` the header `GPUDyno-Started` that its number counts from.
final class ChangeRoutes implements AutoCloseable {
    private final Changes changes;
    private final String started;
    private final Set<SseClient> streams = ConcurrentHashMap.newKeySet();

    /// @param started when the node began to count its changes
    ChangeRoutes(Changes changes, Instant started) {
        this.changes = changes;
        this.started = Long.toString(started.toEpochMilli());
    }

    void map(RoutesConfig routes) {
        // Before the stream begins, while a refusal can still be told.
        routes.before("/api/frames", ChangeRoutes::lastSeen);
        routes.sse("/api/frames", this::stream);
    }

    private void stream(SseClient client) {
        Context context = client.ctx();
        context.header("GPUDyno-Started", started);
        String counted = Optional.ofNullable(context.queryParam("started")).filter(from -> !from.isBlank()).orElse(started);
        // A number that counts from an earlier start of the node says nothing here.
        long after = counted.equals(started) ? lastSeen(context) : 0;
        AtomicReference<Subscription> subscription = new AtomicReference<>();
        subscription.set(changes.subscribe(after, change -> deliver(client, change, subscription)));
        streams.add(client);
        client.onClose(() -> {
            streams.remove(client);
            Optional.ofNullable(subscription.get()).ifPresent(Subscription::close);
        });
        client.keepAlive();
    }

    private static long lastSeen(Context context) {
        String last = Optional.ofNullable(context.header("Last-Event-ID")).or(() -> Optional.ofNullable(context.queryParam("after")))
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
