package gpudyno.node.remote;

import gpudyno.model.OneLine;
import gpudyno.node.Change;
import gpudyno.node.Connection;
import gpudyno.node.Frames;
import gpudyno.node.Subscription;
import gpudyno.node.Topic;
import gpudyno.store.Json;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import org.jspecify.annotations.Nullable;

/// Receives the changes of a remote node. A broken stream is reopened after a delay of one second at first and at most fifteen, and
/// continues after the last change seen. Frames that the node dropped meanwhile are counted. A restarted node numbers its changes from the
/// beginning, and so does this class.
final class ChangeStream extends EventSourceListener implements Subscription {
    /// When the node started; its changes are numbered from that moment.
    private static final String STARTED_HEADER = "GPUDyno-Started";
    private static final long LONGEST_WAIT_SECONDS = 15;

    /// By this event a node tells why it ends the stream.
    private static final String END = "end";
    private static final String ENDED = "it ended the stream";

    private final NodeClient client;
    private final Consumer<Change> consumer;
    private @Nullable EventSource source;
    private long last;
    private String incarnation = "";
    private long lastFrame;
    private long dropped;
    private int tries;
    private long wait = 1;
    private boolean closed;
    private volatile String ended = ENDED;

    /// Parsed only on demand, because most listeners use few topics.
    ///
    /// @param body as the node wrote it
    private record Received(long sequence, String topic, String body) implements Change {
        @Override
        public <T> Optional<T> as(Topic<T> wanted) {
            return topic.equals(wanted.name()) ? Optional.of(Json.read(body, wanted.type())) : Optional.empty();
        }
    }

    ChangeStream(NodeClient client, long after, Consumer<Change> consumer) {
        this.client = client;
        this.consumer = consumer;
        last = after;
        open();
    }

    private synchronized void open() {
        if (!closed) {
            source = client.stream("/api/frames?after=" + last + "&started=" + incarnation, this);
        }
    }

    @Override
    public synchronized void onOpen(EventSource from, Response response) {
        String started = Objects.requireNonNullElse(response.header(STARTED_HEADER), "");
        if (!started.equals(incarnation)) {
            last = incarnation.isEmpty() ? last : 0;
            lastFrame = 0;
            incarnation = started;
        }
        tries = 0;
        client.connected();
    }

    @Override
    public void onEvent(EventSource from, @Nullable String id, @Nullable String type, String data) {
        if (END.equals(type)) {
            ended = "it ended the stream: " + OneLine.shortened(OneLine.of(data), 120);
            return;
        }
        Received change = new Received(number(id), Objects.requireNonNullElse(type, ""), data);
        synchronized (this) {
            // The present state carries the number of the change before it, so it can be equal to the last number seen.
            if (closed || change.sequence < last) {
                return;
            }
            last = change.sequence;
            wait = 1;
        }
        client.connected();
        try {
            change.as(Frames.FRAME).ifPresent(frame -> count(frame.sequence()));
            consumer.accept(change);
        } catch (IllegalArgumentException e) {
            // A newer node, or a server that is not a node, may send something else under a known name.
            client.disconnected(Connection.State.CONNECTED, 0, "it sent a " + change.topic + " that cannot be read: " + e.getMessage());
        }
    }

    private static long number(@Nullable String id) {
        try {
            return id == null ? 0 : Long.parseLong(id);
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    private synchronized void count(long frame) {
        dropped += lastFrame > 0 && frame > lastFrame ? frame - lastFrame - 1 : 0;
        lastFrame = frame;
    }

    @Override
    public void onClosed(EventSource from) {
        again(ended);
        ended = ENDED;
    }

    @Override
    public void onFailure(EventSource from, @Nullable Throwable cause, @Nullable Response response) {
        again(response != null && !response.isSuccessful()
                ? "it answered with status " + response.code()
                : cause == null ? "the stream broke" : Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName()));
    }

    private synchronized void again(String reason) {
        if (closed) {
            return;
        }
        tries++;
        client.disconnected(wait >= LONGEST_WAIT_SECONDS ? Connection.State.LOST : Connection.State.RECONNECTING, tries, reason);
        CompletableFuture.delayedExecutor(wait, TimeUnit.SECONDS).execute(this::open);
        wait = Math.min(LONGEST_WAIT_SECONDS, wait * 2);
    }

    @Override
    public synchronized long dropped() {
        return dropped;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (source != null) {
            source.cancel();
        }
    }
}
