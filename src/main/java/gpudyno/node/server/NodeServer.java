package gpudyno.node.server;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.exposition.PrometheusText;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Workload;
import gpudyno.model.meter.Frame;
import gpudyno.model.tune.SessionRequest;
import gpudyno.node.NodeUnreachableException;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/// A local node's HTTP listener.
public final class NodeServer implements AutoCloseable {
    private static final int MAX_BODY = 4 << 20;
    private static final Duration LONGEST_HISTORY = Duration.ofDays(8);

    private final LocalNode node;
    private final ApiToken token;
    private final Javalin javalin;
    private final Set<SseClient> streams = ConcurrentHashMap.newKeySet();

    /// What a session or run is asked for, as JSON; absent fields take their defaults.
    record SessionBody(Optional<String> targets, Optional<Duration> budget, Optional<Workload> workload, Optional<Long> seed,
            Optional<Boolean> applyBest) {
        SessionRequest request() {
            return new SessionRequest(targets.orElse("option-2"), budget.orElse(Duration.ofMinutes(5)), workload.orElse(Workload.DEFAULT),
                    seed.orElse(1L),
                    applyBest.orElse(true));
        }
    }

    record LoadBody(Scenario scenario, Optional<Workload> workload) {}

    /// Listens at once.
    ///
    /// @throws io.javalin.util.JavalinBindException if the port is taken
    public NodeServer(LocalNode node, ApiToken token, String host, int port) {
        this.node = node;
        this.token = token;
        javalin = Javalin.create(this::configure);
        javalin.start(host, port);
        node.listeningAt(address(host));
    }

    private URI address(String host) {
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + javalin.port());
    }

    public int port() {
        return javalin.port();
    }

    private void configure(JavalinConfig config) {
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
        served(config.routes);
        api(config.routes);
        errors(config.routes);
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
        routes.get("/api/meters", context -> json(context, node.meters()));
        routes.get("/api/knobs", context -> json(context, node.knobs()));
        routes.patch("/api/knobs",
                context -> json(context, node.turn(Json.MAPPER.readValue(context.bodyAsBytes(), new TypeReference<Map<String, Object>>() {
                }), Optional.ofNullable(context.queryParam("by")).orElse("api"))));
        routes.get("/api/events", context -> json(context, node.events()));
        routes.get("/api/alerts", context -> json(context, node.alerts()));
        routes.get("/api/recommendations", context -> json(context, node.recommendations()));
        routes.get("/api/readiness", context -> json(context, node.readiness()));
        routes.get("/api/activity", context -> json(context, node.activity().map(List::of).orElse(List.of())));
        routes.get("/api/targets", context -> json(context, Map.of("targets", node.targets())));
        routes.put("/api/targets", context -> {
            node.setTargets(String.valueOf(Json.read(context.body(), Map.class).get("targets")));
            json(context, Map.of("targets", node.targets()));
        });
        routes.get("/api/history", context -> json(context, node.history(instant(context, "from"), instant(context, "to"),
                Duration.ofMillis(number(context, "resolutionMillis", 1, LONGEST_HISTORY.toMillis())))));
        routes.sse("/api/frames", this::frames);
        sessions(routes);
        loads(routes);
    }

    private void sessions(RoutesConfig routes) {
        routes.get("/api/sessions", context -> json(context, node.sessions()));
        routes.post("/api/sessions", context -> json(context.status(201),
                Map.of("id", node.startSession(Json.read(orEmpty(context.body()), SessionBody.class).request()))));
        routes.get("/api/sessions/{id}",
                context -> json(context, node.session(id(context)).orElseThrow(() -> notFound("session", context))));
        routes.post("/api/sessions/{id}/stop", context -> {
            node.stopSession(id(context));
            context.status(204);
        });
        routes.post("/api/sessions/{id}/apply", context -> json(context, node.applyBest(id(context))));
        routes.post("/api/sessions/{id}/rollback", context -> json(context, node.rollBack(id(context))));
    }

    private void loads(RoutesConfig routes) {
        routes.post("/api/loads", context -> {
            LoadBody body = Json.read(context.body(), LoadBody.class);
            json(context.status(201), Map.of("id", node.startRun(body.scenario, body.workload.orElse(Workload.DEFAULT))));
        });
        routes.get("/api/loads", context -> json(context, node.runs()));
        routes.get("/api/loads/{id}", context -> json(context, node.run(id(context)).orElseThrow(() -> notFound("run", context))));
        routes.post("/api/loads/{id}/stop", context -> {
            node.stopRun(id(context));
            context.status(204);
        });
    }

    /// Frames as server-sent events whose id is the sequence number; a client resumes with `Last-Event-ID` or `?after=`, and with
    /// `&started=` the header `GPUDyno-Started` that its number counts from.
    private void frames(SseClient client) {
        Context context = client.ctx();
        String last = Optional.ofNullable(context.header("Last-Event-ID")).or(() -> Optional.ofNullable(context.queryParam("after")))
                .orElse("0");
        String started = Long.toString(node.info().started().toEpochMilli());
        context.header("GPUDyno-Started", started);
        String counted = Optional.ofNullable(context.queryParam("started")).filter(from -> !from.isBlank()).orElse(started);
        // A number that counts from an earlier start of the node says nothing here.
        long after = counted.equals(started) ? parse("after", last, 0, Long.MAX_VALUE) : 0;
        AtomicReference<Subscription> subscription = new AtomicReference<>();
        subscription.set(node.subscribe(after, frame -> deliver(client, frame, subscription)));
        streams.add(client);
        client.onClose(() -> {
            streams.remove(client);
            Optional.ofNullable(subscription.get()).ifPresent(Subscription::close);
        });
        client.keepAlive();
    }

    private static void deliver(SseClient client, Frame frame, AtomicReference<Subscription> subscription) {
        client.sendEvent("frame", Json.write(frame), Long.toString(frame.sequence()));
        Subscription own = subscription.get();
        if (client.terminated() && own != null) {
            own.close();
        }
    }

    private static void errors(RoutesConfig routes) {
        routes.exception(IllegalArgumentException.class, (e, context) -> problem(context, 400, "Bad request", e.getMessage()));
        routes.exception(com.fasterxml.jackson.core.JsonProcessingException.class,
                (e, context) -> problem(context, 400, "Bad request", "not valid JSON: " + e.getOriginalMessage()));
        routes.exception(IllegalStateException.class, (e, context) -> problem(context, 409, "Not now", e.getMessage()));
        routes.exception(NodeUnreachableException.class, (e, context) -> problem(context, 502, "Unreachable", e.getMessage()));
        routes.exception(HttpResponseException.class, (e, context) -> problem(context, e.getStatus(), "Refused", e.getMessage()));
    }

    private static void problem(Context context, int status, String title, @org.jspecify.annotations.Nullable String detail) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "about:blank");
        problem.put("title", title);
        problem.put("status", status);
        problem.put("detail", String.valueOf(detail));
        context.status(status).contentType("application/problem+json").result(Json.write(problem).getBytes(StandardCharsets.UTF_8));
    }

    private static void json(Context context, Object value) {
        context.contentType("application/json").result(Json.write(value).getBytes(StandardCharsets.UTF_8));
    }

    private static String orEmpty(String body) {
        return body.isBlank() ? "{}" : body;
    }

    private static HttpResponseException notFound(String what, Context context) {
        return new HttpResponseException(404, "there is no " + what + " " + context.pathParam("id"));
    }

    private static long id(Context context) {
        return parse("id", context.pathParam("id"), 1, Long.MAX_VALUE);
    }

    private static long number(Context context, String name, long min, long max) {
        return parse(name, Optional.ofNullable(context.queryParam(name)).orElse("1000"), min, max);
    }

    private static long parse(String name, String text, long min, long max) {
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
