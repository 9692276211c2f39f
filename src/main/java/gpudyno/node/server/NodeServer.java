package gpudyno.node.server;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.exposition.PrometheusText;
import gpudyno.model.load.Workload;
import gpudyno.model.meter.Frame;
import gpudyno.model.tune.SessionRequest;
import gpudyno.node.DocumentFormat;
import gpudyno.node.Subscription;
import gpudyno.node.local.LocalNode;
import gpudyno.serve.Reply;
import gpudyno.store.Json;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.sse.SseClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/// A local node's HTTP listener.
public final class NodeServer implements AutoCloseable {
    private static final int MAX_BODY = 4 << 20;
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {
    };
    private static final Duration LONGEST_HISTORY = Duration.ofDays(8);

    private final LocalNode node;
    private final ApiToken token;
    private final Javalin javalin;
    private final Set<SseClient> streams = ConcurrentHashMap.newKeySet();

    /// What a session or run is asked for, as JSON; absent fields take their defaults.
    record SessionBody(Optional<String> targets, Optional<Duration> budget, Optional<Workload> workload, Optional<Long> seed,
            Optional<Boolean> applyBest, Optional<String> strategy, Optional<List<String>> held) {
        SessionRequest request() {
            return new SessionRequest(targets.orElse("option-2"), budget.orElse(Duration.ofMinutes(5)), workload.orElse(Workload.DEFAULT),
                    seed.orElse(1L),
                    applyBest.orElse(true), strategy.orElse(SessionRequest.AUTO), held.orElse(List.of()));
        }
    }

    /// Listens at once.
    ///
    /// @throws io.javalin.util.JavalinBindException if the port is taken
    public NodeServer(LocalNode node, ApiToken token, String host, int port) {
        this.node = node;
        this.token = token;
        javalin = Javalin.create(config -> configure(config, new ForeignPages(host)));
        javalin.start(host, port);
        node.listeningAt(address(host));
    }

    private URI address(String host) {
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + javalin.port());
    }

    public int port() {
        return javalin.port();
    }

    private void configure(JavalinConfig config, ForeignPages foreignPages) {
        config.startup.showJavalinBanner = false;
        config.concurrency.useVirtualThreads = true;
        config.http.maxRequestSize = MAX_BODY;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.jetty.modifyServer(server -> server.setStopTimeout(5000));
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setSendDateHeader(false);
            http.setIdleTimeout(30_000);
        });
        config.routes.before(foreignPages::refuse);
        served(config.routes);
        api(config.routes);
        Problems.map(config.routes);
    }

    private void served(RoutesConfig routes) {
        routes.post("/v1/embeddings", context -> send(context, node.modelServer().gateway().embeddings(context.bodyAsBytes())));
        routes.get("/v1/models", context -> json(context, Map.of("object", "list", "data",
                List.of(Map.of("id", node.modelServer().modelName(), "object", "model", "created", 0, "owned_by",
                        "sentence-transformers")))));
        routes.get("/metrics", context -> {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            PrometheusText.write(node.meters(), node.totals(), text);
            context.contentType(PrometheusText.CONTENT_TYPE).result(text.toByteArray());
        });
    }

    private static void send(Context context, Reply reply) throws IOException {
        reply.headers().forEach(context::header);
        var response = context.res();
        response.setStatus(reply.status());
        response.setContentType("application/json");
        response.setContentLength(reply.body().length);
        response.getOutputStream().write(reply.body());
    }

    private void api(RoutesConfig routes) {
        routes.before("/api/*", context -> {
            if (!context.path().equals("/api/health") && !token.admits(context.header("Authorization"))) {
                throw new HttpResponseException(401, "the bearer token of this node is needed");
            }
        });
        routes.get("/api/health", context -> json(context, Map.of("status", "ok", "version", LocalNode.version())));
        routes.get("/api/info", context -> json(context, node.info()));
        MeterRoutes.map(routes, node);
        routes.get("/api/knobs", context -> json(context, node.knobs()));
        routes.patch("/api/knobs",
                context -> json(context, node.turn(body(context, OBJECT), by(context))));
        routes.get("/api/events", context -> json(context, node.events()));
        AlertRoutes.map(routes, node);
        routes.get("/api/recommendations", context -> json(context, node.recommendations()));
        routes.get("/api/readiness", context -> json(context, node.readiness()));
        routes.get("/api/activity", context -> json(context, node.activity().map(List::of).orElse(List.of())));
        routes.get("/api/targets", context -> json(context, Map.of("targets", node.targets())));
        routes.put("/api/targets", context -> {
            node.setTargets(String.valueOf(body(context, OBJECT).get("targets")));
            json(context, Map.of("targets", node.targets()));
        });
        routes.get("/api/history", context -> json(context, node.history(instant(context, "from"), instant(context, "to"),
                Duration.ofMillis(number(context, "resolutionMillis", 1, LONGEST_HISTORY.toMillis())))));
        routes.post("/api/actions", this::act);
        // Before the stream begins, while a refusal can still be told.
        routes.before("/api/frames", context -> lastSeen(context));
        routes.sse("/api/frames", this::frames);
        sessions(routes);
        LoadRoutes.map(routes, node);
    }

    private void act(Context context) throws IOException {
        Object action = body(context, OBJECT).get("action");
        if (!"focus".equals(action)) {
            throw new IllegalArgumentException("there is no action '" + action + "'; focus is one: it brings the console to the front");
        }
        if (!node.focusConsole()) {
            throw new IllegalStateException("this node has no console to bring to the front");
        }
        context.status(202);
    }

    private void sessions(RoutesConfig routes) {
        routes.get("/api/sessions", context -> json(context, node.sessions()));
        routes.post("/api/sessions", context -> json(context.status(201),
                Map.of("id", node.startSession(body(context, new TypeReference<SessionBody>() {
                }).request()))));
        routes.get("/api/sessions/{id}",
                context -> json(context, node.session(id(context)).orElseThrow(() -> notFound("session", context))));
        routes.get("/api/sessions/{id}/document", context -> document(context, node::sessionDocument));
        routes.post("/api/sessions/{id}/stop", context -> {
            node.stopSession(id(context));
            context.status(204);
        });
        routes.post("/api/sessions/{id}/resume", context -> {
            node.resumeSession(id(context));
            context.status(204);
        });
        routes.post("/api/sessions/{id}/apply", context -> json(context, node.applyBest(id(context))));
        routes.post("/api/sessions/{id}/rollback", context -> json(context, node.rollBack(id(context))));
    }

    /// Frames as server-sent events whose id is the sequence number; a client resumes with `Last-Event-ID` or `?after=`, and with
    /// `&started=` the header `GPUDyno-Started` that its number counts from.
    private void frames(SseClient client) {
        Context context = client.ctx();
        String started = Long.toString(node.info().started().toEpochMilli());
        context.header("GPUDyno-Started", started);
        String counted = Optional.ofNullable(context.queryParam("started")).filter(from -> !from.isBlank()).orElse(started);
        // A number that counts from an earlier start of the node says nothing here.
        long after = counted.equals(started) ? lastSeen(context) : 0;
        AtomicReference<Subscription> subscription = new AtomicReference<>();
        subscription.set(node.subscribe(after, frame -> deliver(client, frame, subscription)));
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
        return parse("after", last, 0, Long.MAX_VALUE);
    }

    private static void deliver(SseClient client, Frame frame, AtomicReference<Subscription> subscription) {
        client.sendEvent("frame", Json.write(frame), Long.toString(frame.sequence()));
        Subscription own = subscription.get();
        if (client.terminated() && own != null) {
            own.close();
        }
    }

    /// A session's or run's document by its id.
    interface Documents {
        String of(long id, DocumentFormat format);
    }

    /// Answers with the document whose `format` the query names, HTML where it names none.
    static void document(Context context, Documents documents) {
        DocumentFormat format = DocumentFormat.of(Optional.ofNullable(context.queryParam("format")).orElse("html"));
        context.contentType(format.contentType() + "; charset=utf-8").header("X-Content-Type-Options", "nosniff")
                .result(documents.of(id(context), format).getBytes(StandardCharsets.UTF_8));
    }

    static void json(Context context, Object value) {
        context.contentType("application/json").result(Json.write(value).getBytes(StandardCharsets.UTF_8));
    }

    /// The body as JSON; an empty one is an empty object.
    static <T> T body(Context context, TypeReference<T> type) throws IOException {
        byte[] bytes = context.bodyAsBytes();
        T read = Json.MAPPER.readValue(bytes.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : bytes, type);
        if (read == null) {
            throw new IllegalArgumentException("a JSON object is needed, got null");
        }
        return read;
    }

    /// Who asks, for the journal: a label, bounded.
    private static String by(Context context) {
        String label = Optional.ofNullable(context.queryParam("by")).orElse("api");
        return label.substring(0, Math.min(label.length(), 80));
    }

    static HttpResponseException notFound(String what, Context context) {
        return new HttpResponseException(404, "there is no " + what + " " + context.pathParam("id"));
    }

    static long id(Context context) {
        return parse("id", context.pathParam("id"), 1, Long.MAX_VALUE);
    }

    static long number(Context context, String name, long min, long max) {
        return parse(name, Optional.ofNullable(context.queryParam(name)).orElse("1000"), min, max);
    }

    static long parse(String name, String text, long min, long max) {
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " '" + text + "' is not a whole number", e);
        }
        throw new IllegalArgumentException(name + " must lie from " + min + " to " + max + ", got " + text);
    }

    private static Instant instant(Context context, String name) {
        String text = Optional.ofNullable(context.queryParam(name))
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is missing: an instant such as 2026-01-01T00:00:00Z"));
        try {
            return Instant.parse(text);
        } catch (java.time.format.DateTimeParseException e) {
            throw new IllegalArgumentException(name + " '" + text + "' is not an instant such as 2026-01-01T00:00:00Z", e);
        }
    }

    @Override
    public void close() {
        // An open stream would hold up the graceful stop until it times out.
        streams.forEach(SseClient::close);
        javalin.stop();
    }
}
