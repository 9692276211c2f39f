package gpudyno.node.remote;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import gpudyno.model.OneLine;
import gpudyno.node.Change;
import gpudyno.node.Connection;
import gpudyno.node.Frames;
import gpudyno.node.Subscription;
import gpudyno.node.Topic;
import gpudyno.store.Json;
import gpudyno.store.JsonFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import org.jspecify.annotations.Nullable;

/// Receives the changes of a remote node. A broken stream is reopened after a delay of about one second at first and at most fifteen, and
/// continues after the last change seen. Frames that the node dropped meanwhile are counted. A restarted node numbers its changes from the
/// beginning, and so does this class.
final class ChangeStream extends EventSourceListener implements Subscription {
    /// When the node started; its changes are numbered from that moment.
    private static final String STARTED_HEADER = "GPUDyno-Started";
    /// A stream that stays open for so long is well.
    private static final Duration STEADY = Duration.ofSeconds(5);
    /// What a node tells in a change is short, unlike its reports.
    private static final JsonFactory SHORT = JsonFactory.builder()
            .streamReadConstraints(Json.BOUNDS.rebuild().maxStringLength(256 << 10).build()).build();

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
    private final BackOff wait = new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(15));
    private long opened;
    private boolean closed;
    private volatile String ended = ENDED;

    /// Parsed only on demand, because most listeners use few topics.
    ///
    /// @param body as the node wrote it
    private record Received(long sequence, String topic, String body) implements Change {
        @Override
        public <T> Optional<T> as(Topic<T> wanted) {
            return topic.equals(wanted.name()) ? Optional.of(read(wanted.type())) : Optional.empty();
        }

        private <T> T read(Class<T> type) {
            try (JsonParser json = SHORT.createParser(body)) {
                T value = Json.MAPPER.readValue(json, type);
                if (value == null) {
                    throw new IllegalArgumentException("expected a " + type.getSimpleName() + ", got null");
                }
                return value;
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(JsonFault.inWords(e), e);
            } catch (IOException e) {
                throw new UncheckedIOException("text in memory is always read", e);
            }
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
        opened = System.nanoTime();
        client.heard(response);
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
            if (System.nanoTime() - opened > STEADY.toNanos()) {
                wait.reset();
            }
        }
        client.connected();
        try {
            change.as(Frames.FRAME).ifPresent(frame -> count(frame.sequence()));
            consumer.accept(change);
        } catch (IllegalArgumentException | NullPointerException e) {
            // A newer node, or a server that is not a node, may send something else under a known name.
            client.complain("it sent a change '" + OneLine.shortened(change.topic, 40) + "' that cannot be read: " + e.getMessage());
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
        client.disconnected(wait.isLongest() ? Connection.State.LOST : Connection.State.RECONNECTING, tries, reason);
        CompletableFuture.delayedExecutor(wait.next().toMillis(), TimeUnit.MILLISECONDS).execute(this::open);
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
