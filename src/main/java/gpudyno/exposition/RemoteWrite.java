package gpudyno.exposition;

import gpudyno.model.net.Address;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// Writes a node's meters to a server that takes Prometheus's remote write 1.0, such as Prometheus, Mimir or VictoriaMetrics.
///
/// What is due is kept in a bounded queue while the server is away, for its data would have a gap otherwise. The oldest is dropped where
/// [#MOST_WAITING] wait, and that is told. The server is tried again after 1 s, 2 s and so on up to a minute, each shortened by chance to as
/// little as half, so that the nodes of a fleet do not come back all at once.
public final class RemoteWrite implements AutoCloseable {
    /// How often all series are written.
    public static final Duration EVERY = Duration.ofSeconds(10);
    /// An hour's worth.
    static final int MOST_WAITING = 360;
    private static final int MOST_BYTES = 64 << 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final MediaType PROTOBUF = MediaType.get("application/x-protobuf");

    private final Address endpoint;
    private final Supplier<Map<String, String>> headers;
    private final Map<String, String> labels;
    private final OtlpExport.Source source;
    private final Consumer<String> say;
    private final OkHttpClient http = new OkHttpClient.Builder().callTimeout(TIMEOUT).followRedirects(false).build();
    private final ArrayDeque<WriteRequest> waiting = new ArrayDeque<>();
    private final Thread taking;
    private final Thread sending;
    private final int mostWaiting;
    private long waitingBytes;
    private long sentSamples;
    private long sentBytes;
    private long lostSamples;
    private boolean losing;
    private String problem = "";

    /// @param headers asked before each sending, so that a token may be renewed
    /// @param node what the node calls itself, the label `instance`
    /// @param say is told when samples begin to be lost, and when they no longer are
    public RemoteWrite(Address endpoint, Supplier<Map<String, String>> headers, String node, OtlpExport.Source source, Duration every,
            Consumer<String> say) {
        this(endpoint, headers, node, source, every, say, MOST_WAITING);
    }

    RemoteWrite(Address endpoint, Supplier<Map<String, String>> headers, String node, OtlpExport.Source source, Duration every,
            Consumer<String> say, int mostWaiting) {
        this.endpoint = endpoint;
        this.headers = headers;
        this.source = source;
        this.say = say;
        this.mostWaiting = mostWaiting;
        labels = Map.of("job", "gpudyno", "instance", node);
        taking = Thread.ofVirtual().name("remote-write-take").start(() -> untilClosed(() -> {
            take();
            Thread.sleep(every);
        }));
        sending = Thread.ofVirtual().name("remote-write").start(() -> untilClosed(this::send));
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    /// A fault in what is written must not end the thread: the next is tried.
    private void untilClosed(Step step) {
        try {
            while (true) {
                try {
                    step.run();
                } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
                    failed("the meters could not be written: " + e);
                    Thread.sleep(LONGEST_WAIT);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void failed(String why) {
        problem = why;
    }

    private void take() {
        WriteRequest request = WriteRequest.of(source.meters(), source.totals(), labels, Instant.now());
        synchronized (this) {
            waiting.addLast(request);
            waitingBytes += request.body().length;
            while (waiting.size() > mostWaiting || waitingBytes > MOST_BYTES) {
                drop("the queue is full, because " + problem);
            }
            notifyAll();
        }
    }

    /// Gives the oldest up.
    private void drop(String why) {
        WriteRequest gone = remove();
        lostSamples += gone.samples();
        if (!losing) {
            losing = true;
            say.accept("Remote write to " + endpoint.host() + " loses samples: " + why);
        }
    }

    private WriteRequest remove() {
        WriteRequest gone = waiting.removeFirst();
        waitingBytes -= gone.body().length;
        return gone;
    }

    private void send() throws InterruptedException {
        WriteRequest next;
        synchronized (this) {
            while (waiting.isEmpty()) {
                wait();
            }
            next = waiting.getFirst();
        }
        for (int tries = 1; !isDone(next, post(next)); tries++) {
            long most = Math.min(LONGEST_WAIT.toMillis(), 1000L << Math.min(tries - 1, 10));
            Thread.sleep(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
        }
    }

    /// Whether a request is not to be sent again.
    ///
    /// @param status of the answer; null where there was none
    @SuppressWarnings("ReferenceEquality") // That very batch is meant.
    private synchronized boolean isDone(WriteRequest request, @Nullable Integer status) {
        if (waiting.peekFirst() != request) {
            // It was dropped meanwhile.
            return true;
        }
        if (status == null || status == 429 || status >= 500) {
            return false;
        }
        if (status >= 300) {
            // By the protocol, the same request would be refused again.
            drop(problem);
            return true;
        }
        remove();
        sentSamples += request.samples();
        sentBytes += request.body().length;
        problem = "";
        if (losing) {
            losing = false;
            say.accept("Remote write to " + endpoint.host() + " works again; " + lostSamples + " samples were lost since the start");
        }
        return true;
    }

    private @Nullable Integer post(WriteRequest request) {
        try {
            Request.Builder builder = new Request.Builder().url(endpoint.uri().toString())
                    .post(RequestBody.create(request.body(), PROTOBUF))
                    .header("Content-Encoding", "snappy").header("X-Prometheus-Remote-Write-Version", "0.1.0")
                    .header("User-Agent", "gpudyno");
            endpoint.authorization().ifPresent(value -> builder.header("Authorization", value));
            headers.get().forEach(builder::header);
            try (Response response = http.newCall(builder.build()).execute()) {
                if (!response.isSuccessful()) {
                    failed("status " + response.code() + " " + firstLine(response.peekBody(200).string()));
                }
                return response.code();
            }
        } catch (IOException | IllegalArgumentException e) {
            failed(String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", " ").strip();
    }

    /// How it goes, in one line without the address's path, which may hold a secret.
    public synchronized String status() {
        return "remote write to " + endpoint.host() + ": " + sentSamples + " samples (" + sentBytes + " bytes) sent, " + waiting.size()
                + " batches waiting, " + lostSamples + " samples lost" + (problem.isEmpty() ? "" : "; failed: " + problem);
    }

    public synchronized boolean isFailing() {
        return !problem.isEmpty();
    }

    @Override
    public void close() {
        taking.interrupt();
        sending.interrupt();
        http.dispatcher().cancelAll();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
