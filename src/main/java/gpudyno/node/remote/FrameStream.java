package gpudyno.node.remote;

import gpudyno.model.meter.Frame;
import gpudyno.node.Connection;
import gpudyno.node.Subscription;
import gpudyno.store.Json;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import org.jspecify.annotations.Nullable;

/// Frames of a remote node as they come. A broken stream is opened again, after a second at first and at most fifteen, and goes on after the
/// last frame seen. What the node dropped meanwhile shows as a gap in the sequence and is counted. A node that was started anew begins its
/// sequence anew, and so does this.
final class FrameStream extends EventSourceListener implements Subscription {
    /// When the node started: frames are numbered from then.
    private static final String STARTED_HEADER = "GPUDyno-Started";
    private static final long LONGEST_WAIT_SECONDS = 15;

    private final NodeClient client;
    private final Consumer<Frame> consumer;
    private @Nullable EventSource source;
    private long lastSequence;
    private String incarnation = "";
    private long dropped;
    private long wait = 1;
    private boolean closed;

    FrameStream(NodeClient client, long afterSequence, Consumer<Frame> consumer) {
        this.client = client;
        this.consumer = consumer;
        lastSequence = afterSequence;
        open();
    }

    private synchronized void open() {
        if (!closed) {
            source = client.stream("/api/frames?after=" + lastSequence + "&started=" + incarnation, this);
        }
    }

    @Override
    public synchronized void onOpen(EventSource from, Response response) {
        String started = Objects.requireNonNullElse(response.header(STARTED_HEADER), "");
        if (!started.equals(incarnation)) {
            lastSequence = incarnation.isEmpty() ? lastSequence : 0;
            incarnation = started;
        }
    }

    @Override
    public void onEvent(EventSource from, @Nullable String id, @Nullable String type, String data) {
        Frame frame = Json.read(data, Frame.class);
        synchronized (this) {
            if (closed || frame.sequence() <= lastSequence) {
                return;
            }
            dropped += lastSequence > 0 && frame.sequence() > lastSequence ? frame.sequence() - lastSequence - 1 : 0;
            lastSequence = frame.sequence();
            wait = 1;
        }
        client.connection(Connection.CONNECTED);
        consumer.accept(frame);
    }

    @Override
    public void onClosed(EventSource from) {
        again();
    }

    @Override
    public void onFailure(EventSource from, @Nullable Throwable cause, @Nullable Response response) {
        again();
    }

    private synchronized void again() {
        if (closed) {
            return;
        }
        client.connection(wait >= LONGEST_WAIT_SECONDS ? Connection.LOST : Connection.RECONNECTING);
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
