package gpudyno.node.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import gpudyno.model.OneLine;
import gpudyno.model.net.Pairing;
import gpudyno.node.Connection;
import gpudyno.node.NodeUnreachableException;
import gpudyno.node.UntrustedCertificateException;
import gpudyno.store.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLException;
import okhttp3.EventListener;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import okhttp3.tls.HandshakeCertificates;

/// HTTP to one node. Problem documents become the exceptions the contract names; no more than [#MAX_ANSWER] bytes of an answer are read.
///
/// Whatever changes something is a command with an id. If the link breaks, it is sent again under the same id, which the node runs once. A
/// command that cannot have reached the node is given up after [#UNSENT]. One that may have reached it is given up after [#SENT] only, because
/// nothing but its answer tells whether it took effect.
final class NodeClient {
    static final String COMMAND_ID = "Idempotency-Key";
    /// Since when the node keeps the outcomes of commands. An older node does not send it, and is sent no command twice.
    static final String KEPT_SINCE = "GPUDyno-Commands-Since";
    private static final Duration UNSENT = Duration.ofSeconds(10);
    private static final Duration SENT = Duration.ofMinutes(2);
    /// Of one try. A node that still works on the command waits with the answer to the next one.
    private static final Duration LONGEST_TRY = Duration.ofSeconds(15);
    private static final long MAX_ANSWER = 64L << 20;
    private static final MediaType JSON = MediaType.get("application/json");
    private static final int LONGEST_LINE = 300;
    private static final Duration COMPLAINED = Duration.ofMinutes(1);
    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);
    private static final TypeReference<Created> CREATED = new TypeReference<>() {
    };

    private record Created(long id) {}

    private final OkHttpClient http;
    private final OkHttpClient tries;
    private final OkHttpClient streams;
    private final RoundTrips trips = new RoundTrips();
    private final URI address;
    private final String token;
    private final boolean pinned;
    private volatile String keptSince = "";
    private volatile String complaint = "";
    private volatile long complained = System.nanoTime() - COMPLAINED.toNanos();
    private volatile boolean closed;
    private volatile Connection connection = new Connection(Connection.State.RECONNECTING, 0, Duration.ZERO, "");

    NodeClient(Pairing pairing) {
        address = pairing.address();
        token = pairing.token().orElse("");
        pinned = pairing.fingerprint().isPresent();
        // A node does not redirect; one that did would have the console ask somebody else.
        OkHttpClient.Builder builder = new OkHttpClient.Builder().connectTimeout(Duration.ofSeconds(5)).readTimeout(Duration.ofSeconds(60))
                .followRedirects(false).eventListenerFactory(call -> times(call.request()));
        pairing.fingerprint().ifPresent(known -> {
            PinnedTrust trust = new PinnedTrust(address, known);
            // The fingerprint is of one certificate, whose names need not be that of the address.
            builder.sslSocketFactory(trust.sockets(), trust).hostnameVerifier((_, _) -> true);
        });
        if (!pinned && "https".equals(address.getScheme())) {
            HandshakeCertificates trusted = Authorities.ofThisMachine();
            builder.sslSocketFactory(trusted.sslSocketFactory(), trusted.trustManager());
        }
        http = builder.build();
        // OkHttp sends again without telling; here the node must be told.
        tries = http.newBuilder().readTimeout(LONGEST_TRY).retryOnConnectionFailure(false).build();
        streams = http.newBuilder().readTimeout(Duration.ofSeconds(10)).addInterceptor(BoundedEvents::bounded).build();
    }

    private static EventListener times(Request request) {
        CallTimes times = request.tag(CallTimes.class);
        return times == null ? EventListener.NONE : times;
    }

    Connection connection() {
        Connection now = connection;
        Duration measured = trips.latest();
        return new Connection(now.state(), now.tries(), measured.isZero() ? now.roundTrip() : measured, trips.ahead(), now.reason());
    }

    /// Records that the node has answered.
    void connected() {
        Connection was = connection;
        String complaint = System.nanoTime() - complained < COMPLAINED.toNanos() ? this.complaint : "";
        if (was.state() != Connection.State.CONNECTED || !was.reason().equals(complaint)) {
            connection = new Connection(Connection.State.CONNECTED, 0, was.roundTrip(), complaint);
        }
    }

    void disconnected(Connection.State state, int tries, String reason) {
        connection = new Connection(state, tries, connection.roundTrip(), line(reason));
    }

    /// Records for a while what a node that answers sends wrong.
    void complain(String what) {
        complaint = line(what);
        complained = System.nanoTime();
        connected();
    }

    /// What a node says is shown on one line, however long it is.
    private static String line(String text) {
        return OneLine.of(OneLine.shortened(text, LONGEST_LINE));
    }

    private Request.Builder request(String path) {
        // Nothing is unpacked: a node does not compress, and a few packed bytes could become very many.
        return new Request.Builder().url(address.resolve(path).toString()).header("Authorization", "Bearer " + token)
                .header("Accept-Encoding", "identity")
                .tag(CallTimes.class, new CallTimes(trips));
    }

    private Request.Builder command(String method, String path, byte[] json) {
        return request(path).method(method, RequestBody.create(json, JSON)).header(COMMAND_ID, UUID.randomUUID().toString());
    }

    <T> T get(String path, TypeReference<T> type) {
        return read(call(request(path).build()), type);
    }

    /// An answer that is not JSON.
    String text(String path) {
        Answer answer = call(request(path).build());
        if (answer.status >= 400) {
            throw problem(answer);
        }
        return answer.body;
    }

    /// Empty if the node answers 404.
    <T> Optional<T> find(String path, TypeReference<T> type) {
        Answer answer = call(request(path).build());
        return answer.status == 404 ? Optional.empty() : Optional.of(read(answer, type));
    }

    <T> T send(String method, String path, Object body, TypeReference<T> type) {
        return read(once(command(method, path, Json.write(body).getBytes(StandardCharsets.UTF_8))), type);
    }

    /// Sends a request whose answer has no content.
    void order(String path) {
        Answer answer = once(command("POST", path, NOTHING));
        if (answer.status >= 400) {
            throw problem(answer);
        }
    }

    /// Likewise, with a body.
    void order(String path, Object body) {
        Answer answer = once(command("POST", path, Json.write(body).getBytes(StandardCharsets.UTF_8)));
        if (answer.status >= 400) {
            throw problem(answer);
        }
    }

    /// Sends a request that creates something.
    ///
    /// @return its id
    long create(String path, Object body) {
        return send("POST", path, body, CREATED).id;
    }

    EventSource stream(String path, EventSourceListener listener) {
        return EventSources.createFactory(streams).newEventSource(request(path).header("Accept", "text/event-stream").build(), listener);
    }

    /// @param later whether the node asks to be asked again
    private record Answer(int status, String body, boolean later) {}

    private Answer call(Request request) {
        try {
            return attempt(http, request);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /// Sends a command until it is answered.
    private Answer once(Request.Builder command) {
        long start = System.nanoTime();
        BackOff wait = new BackOff(Duration.ofMillis(250), Duration.ofSeconds(4));
        boolean answeredBefore = connection.state() == Connection.State.CONNECTED || !keptSince.isEmpty();
        String since = keptSince;
        boolean sent = false;
        while (true) {
            CallTimes times = new CallTimes(trips);
            Request request = command.tag(CallTimes.class, times).build();
            Duration limit;
            NodeUnreachableException failed;
            try {
                Answer answer = attempt(since.isEmpty() ? http : tries, request);
                if (!answer.later || !sent) {
                    return answer;
                }
                limit = SENT;
                failed = new NodeUnreachableException(address + " still works on the command; whether it took effect is not known");
            } catch (IOException e) {
                sent |= times.sent();
                limit = sent ? since.isEmpty() ? Duration.ZERO : SENT : answeredBefore && isOfTheLink(e) ? UNSENT : Duration.ZERO;
                failed = unreachable(e);
                if (sent) {
                    failed = new NodeUnreachableException(failed.getMessage() + "; whether the command took effect is not known", e);
                }
            }
            Duration pause = wait.next();
            if (closed || System.nanoTime() - start + pause.toNanos() > limit.toNanos()) {
                throw failed;
            }
            if (sent) {
                // Tells a node that was started again meanwhile that it may have run the command before.
                command.header(KEPT_SINCE, since);
            }
            sleep(pause, failed);
        }
    }

    private static boolean isOfTheLink(IOException e) {
        return !(e instanceof SSLException) && !(e instanceof TooLongException);
    }

    private static void sleep(Duration pause, NodeUnreachableException failed) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed.addSuppressed(e);
            throw failed;
        }
    }

    private static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1;

        TooLongException() {
            super("it answered with more than " + MAX_ANSWER + " bytes");
        }
    }

    private Answer attempt(OkHttpClient with, Request request) throws IOException {
        long start = System.nanoTime();
        try (Response response = with.newCall(request).execute()) {
            heard(response);
            var source = response.body().source();
            if (source.request(MAX_ANSWER + 1)) {
                throw new TooLongException();
            }
            Answer answer = new Answer(response.code(), source.readUtf8(), response.header("Retry-After") != null);
            connection = new Connection(Connection.State.CONNECTED, 0, Duration.ofNanos(System.nanoTime() - start), "");
            return answer;
        } catch (SSLException e) {
            disconnected(Connection.State.LOST, connection.tries() + 1, reason(e));
            throw e;
        } catch (IOException e) {
            disconnected(Connection.State.LOST, connection.tries() + 1, String.valueOf(e.getMessage()));
            throw e;
        }
    }

    /// Takes note of what any answer of the node tells of the node.
    void heard(Response response) {
        keptSince = Objects.requireNonNullElse(response.header(KEPT_SINCE), "");
    }

    private NodeUnreachableException unreachable(IOException e) {
        return e instanceof SSLException refused
                ? refused(refused)
                : new NodeUnreachableException(address + " cannot be reached: " + e.getMessage(), e);
    }

    /// A server whose certificate was refused is asked which one it shows, where no fingerprint was told to know it by.
    private NodeUnreachableException refused(SSLException e) {
        if (!pinned && e.getCause() instanceof CertificateException) {
            Optional<String> shown = PinnedTrust.shownAt(address);
            if (shown.isPresent()) {
                return new UntrustedCertificateException(new Pairing(address, shown, Optional.empty()), e);
            }
        }
        return new NodeUnreachableException(address + " cannot be reached: " + reason(e), e);
    }

    /// What was wrong with the certificate; the TLS engine's own words for it say less.
    private static String reason(SSLException e) {
        return String.valueOf(e.getCause() instanceof CertificateException wrong ? wrong.getMessage() : e.getMessage());
    }

    private <T> T read(Answer answer, TypeReference<T> type) {
        if (answer.status >= 400) {
            throw problem(answer);
        }
        try {
            return Json.MAPPER.readValue(answer.body.isEmpty() ? "null" : answer.body, type);
        } catch (JsonProcessingException e) {
            throw new NodeUnreachableException(address + " did not answer as a node does: " + line(e.getOriginalMessage()), e);
        }
    }

    private RuntimeException problem(Answer answer) {
        String detail = line(detail(answer));
        return switch (answer.status) {
            case 400, 404 -> new IllegalArgumentException(detail);
            case 403, 409 -> new IllegalStateException(detail);
            default -> new NodeUnreachableException(address + " answered with status " + answer.status + ": " + detail);
        };
    }

    private static String detail(Answer answer) {
        try {
            JsonNode problem = Json.MAPPER.readTree(answer.body);
            return problem.path("detail").asText("no detail given");
        } catch (JsonProcessingException e) {
            return "no problem document (" + e.getOriginalMessage() + ")";
        }
    }

    void close() {
        closed = true;
        http.dispatcher().cancelAll();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
