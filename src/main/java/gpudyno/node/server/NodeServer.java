package gpudyno.node.server;

import gpudyno.exposition.PrometheusText;
import gpudyno.node.local.LocalNode;
import gpudyno.serve.Call;
import gpudyno.serve.Reply;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;

/// A local node's HTTP listener.
public final class NodeServer implements AutoCloseable {
    /// Together an eighth of the heap that the launcher sets.
    private static final int LARGE_BODIES = 48 << 20;
    private static final int SMALL_BODIES = 16 << 20;
    private static final int LONGEST_ADDRESS = 300;

    private static final Logger LOG = System.getLogger("gpudyno.node");

    private final LocalNode node;
    private final ApiToken token;
    private final Javalin javalin;
    private final ChangeRoutes changes;
    private final CountedLine refused = new CountedLine(Level.WARNING, "Refused 1 request without this node's token",
            "Refused %d requests without this node's token");
    private final RequestBodies bodies = new RequestBodies(LARGE_BODIES, SMALL_BODIES);
    private final Connections connections = new Connections();

    /// Starts to listen immediately; pages of other sites are refused.
    ///
    /// @throws io.javalin.util.JavalinBindException if the port is taken
    public NodeServer(LocalNode node, ApiToken token, String host, int port) {
        this(node, token, host, port, AllowedOrigins.NONE);
    }

    /// Starts to listen immediately.
    ///
    /// @param origins of pages of other sites that may use the node from a browser
    /// @throws io.javalin.util.JavalinBindException if the port is taken
    public NodeServer(LocalNode node, ApiToken token, String host, int port, AllowedOrigins origins) {
        this.node = node;
        this.token = token;
        changes = new ChangeRoutes(node.changes(), node.info().started());
        javalin = Javalin.create(config -> configure(config, new ForeignPages(host, origins)));
        javalin.start(host, port);
        node.listeningAt(address(host));
    }

    private URI address(String host) {
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + javalin.port());
    }

    public int port() {
        return javalin.port();
    }

    /// Streams that are open now.
    int openStreams() {
        return changes.open();
    }

    /// Every route by method and path, as in `GET /api/info`.
    List<String> routes() {
        return javalin.unsafe.internalRouter.allHttpHandlers().stream().map(handler -> handler.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod()).map(endpoint -> endpoint.method + " " + endpoint.path).toList();
    }

    private void configure(JavalinConfig config, ForeignPages foreignPages) {
        config.startup.showJavalinBanner = false;
        config.concurrency.useVirtualThreads = true;
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = RequestBodies.MOST;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.jetty.modifyServer(server -> {
            server.setStopTimeout(5000);
            server.setErrorHandler(new ListenerErrors());
        });
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setSendDateHeader(false);
            http.setIdleTimeout(30_000);
        });
        config.jetty.modifyServer(server -> server.addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStarting(LifeCycle starting) {
                for (Connector connector : server.getConnectors()) {
                    connector.addBean(connections);
                }
            }
        }));
        config.routes.before(foreignPages::refuse);
        served(config.routes);
        api(config.routes);
        Problems.map(config.routes);
    }

    private void served(RoutesConfig routes) {
        routes.post("/v1/embeddings", context -> bodies.answer(context,
                body -> send(context, node.modelServer().gateway().embeddings(Call.of(body, context::header)))));
        routes.get("/v1/models", context -> Exchange.json(context, Map.of("object", "list", "data",
                List.of(Map.of("id", node.modelServer().modelName(), "object", "model", "created", 0, "owned_by",
                        "sentence-transformers")))));
        routes.get("/metrics", context -> {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            PrometheusText.write(node.frames().meters(), node.totals(), text);
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
                refused.add(context.ip());
                throw new HttpResponseException(401, "the bearer token of this node is needed");
            }
        });
        routes.get("/api/health", context -> Exchange.json(context, Map.of("status", "ok", "version", LocalNode.version())));
        routes.get("/api/info", context -> Exchange.json(context, node.info()));
        changes.map(routes);
        FrameRoutes.map(routes, node.frames());
        KnobRoutes.map(routes, node.knobs());
        SessionRoutes.map(routes, node.sessions());
        RunRoutes.map(routes, node.runs());
        AlertingRoutes.map(routes, node.alerting());
        CustomMeterRoutes.map(routes, node.customMeters());
        GpuRoutes.map(routes, node.gpus());
        MemoryRoutes.map(routes, node.memory());
        JournalRoutes.map(routes, node.journal());
        SurroundingsRoutes.map(routes, node.surroundings());
        routes.post("/api/actions", this::act);
    }

    private static Optional<URI> attach(@Nullable Object address) {
        if (address == null) {
            return Optional.empty();
        }
        if (address instanceof String text && text.length() <= LONGEST_ADDRESS && text.matches("https?://[^/?#@]+/?")) {
            return Optional.of(URI.create(text));
        }
        throw new IllegalArgumentException("'attach' must be a node's address such as https://gpu-box:7070");
    }

    private void act(Context context) throws IOException {
        Map<String, Object> fields = Exchange.body(context, Exchange.OBJECT);
        Object action = fields.get("action");
        if (!"focus".equals(action)) {
            throw new IllegalArgumentException("there is no action '" + action + "'; focus is one: it brings the console to the front");
        }
        if (!node.focusConsole(attach(fields.get("attach")))) {
            throw new IllegalStateException("this node has no console to bring to the front");
        }
        context.status(202);
    }

    @Override
    public void close() {
        changes.close();
        try {
            javalin.stop();
        } catch (JavalinException e) {
            // A client that keeps a request open must not prevent an orderly stop of the node.
            LOG.log(Level.WARNING, "Requests that had not ended were cut off by the stop: " + e.getMessage());
        }
        connections.close();
    }
}
