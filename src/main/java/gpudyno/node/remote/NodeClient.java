package gpudyno.node.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Optional;
import javax.net.ssl.SSLException;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;

/// HTTP to one node. Problem documents become the exceptions the contract names; no more than [#MAX_ANSWER] bytes of an answer are read.
final class NodeClient {
    private static final long MAX_ANSWER = 64L << 20;
    private static final MediaType JSON = MediaType.get("application/json");
    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);
    private static final TypeReference<Created> CREATED = new TypeReference<>() {
    };

    private record Created(long id) {}

    private final OkHttpClient http;
    private final OkHttpClient streams;
    private final URI address;
    private final String token;
    private final boolean pinned;
    private volatile Connection connection = new Connection(Connection.State.RECONNECTING, 0, Duration.ZERO, "");

    NodeClient(Pairing pairing) {
        address = pairing.address();
        token = pairing.token().orElse("");
        pinned = pairing.fingerprint().isPresent();
        // A node does not redirect; one that did would have the console ask somebody else.
        OkHttpClient.Builder builder = new OkHttpClient.Builder().connectTimeout(Duration.ofSeconds(5)).readTimeout(Duration.ofSeconds(60))
                .followRedirects(false);
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
        streams = http.newBuilder().readTimeout(Duration.ofSeconds(10)).build();
    }

    Connection connection() {
        return connection;
    }

    /// Records that the node has answered.
    void connected() {
        Connection was = connection;
        if (was.state() != Connection.State.CONNECTED || !was.reason().isEmpty()) {
            connection = new Connection(Connection.State.CONNECTED, 0, was.roundTrip(), "");
        }
    }

    void disconnected(Connection.State state, int tries, String reason) {
        connection = new Connection(state, tries, connection.roundTrip(), reason);
    }

    private Request.Builder request(String path) {
        return new Request.Builder().url(address.resolve(path).toString()).header("Authorization", "Bearer " + token);
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
        return read(call(request(path).method(method, RequestBody.create(Json.write(body).getBytes(StandardCharsets.UTF_8), JSON)).build()),
                type);
    }

    /// Sends a request whose answer has no content.
    void order(String path) {
        Answer answer = call(request(path).method("POST", RequestBody.create(NOTHING, JSON)).build());
        if (answer.status >= 400) {
            throw problem(answer);
        }
    }

    /// Likewise, with a body.
    void order(String path, Object body) {
        byte[] json = Json.write(body).getBytes(StandardCharsets.UTF_8);
        Answer answer = call(request(path).method("POST", RequestBody.create(json, JSON)).build());
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

    private record Answer(int status, String body) {}

    private Answer call(Request request) {
        long start = System.nanoTime();
        try (Response response = http.newCall(request).execute()) {
            var source = response.body().source();
            if (source.request(MAX_ANSWER + 1)) {
                throw new NodeUnreachableException(address + " answered with more than " + MAX_ANSWER + " bytes");
            }
            Answer answer = new Answer(response.code(), source.readUtf8());
            connection = new Connection(Connection.State.CONNECTED, 0, Duration.ofNanos(System.nanoTime() - start), "");
            return answer;
        } catch (SSLException e) {
            disconnected(Connection.State.LOST, connection.tries() + 1, reason(e));
            throw refused(e);
        } catch (IOException e) {
            disconnected(Connection.State.LOST, connection.tries() + 1, String.valueOf(e.getMessage()));
            throw new NodeUnreachableException(address + " cannot be reached: " + e.getMessage(), e);
        }
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
            throw new NodeUnreachableException(address + " did not answer as a node does: " + e.getOriginalMessage(), e);
        }
    }

    private RuntimeException problem(Answer answer) {
        String detail = detail(answer);
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
        http.dispatcher().cancelAll();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
