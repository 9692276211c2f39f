package gpudyno.node.server;

import gpudyno.exposition.PrometheusText;
import gpudyno.model.meter.Meters;
import gpudyno.model.net.Pairing;
import gpudyno.model.node.NodeInfo;
import gpudyno.node.local.LocalNode;
import gpudyno.serve.Call;
import gpudyno.serve.Reply;
import gpudyno.store.StoreException;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.security.RouteRole;
import io.javalin.util.JavalinException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;

/// A local node's HTTP listener.
public final class NodeServer implements AutoCloseable {
    /// Together an eighth of the heap that the launcher sets.
    private static final int LARGE_BODIES = 48 << 20;
    private static final int SMALL_BODIES = 16 << 20;
    private static final int LONGEST_ADDRESS = 300;
    private static final Duration IDLE = Duration.ofSeconds(30);

    private static final Logger LOG = System.getLogger("gpudyno.node");

    private final LocalNode node;
    private final Access access;
    private final Javalin javalin;
    private final Listening at;
    private final Duration idle;
    private final Listeners listeners;
    private final Doorkeeper doorkeeper;
    private final Commands commands;
    private final ChangeRoutes changes;
    private final RequestBodies bodies = new RequestBodies(LARGE_BODIES, SMALL_BODIES);
    private final Connections connections = new Connections();
    private final Draining draining = new Draining();
    private final FileWatch watch;
    private final ScheduledExecutorService keeping = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("keep-last-uses").daemon().factory());
    private volatile String description = "";

    /// Starts to listen immediately; pages of other sites are refused.
    ///
    /// @param token the node's own; issued ones are read from the node's data folder
    /// @throws io.javalin.util.JavalinBindException if the port is taken
    public NodeServer(LocalNode node, ApiToken token, String host, int port) {
        this(node, token, host, port, AllowedOrigins.NONE);
    }

    /// As [#NodeServer(LocalNode, ApiToken, String, int)].
    ///
    /// @param origins of pages of other sites that may use the node from a browser
    public NodeServer(LocalNode node, ApiToken token, String host, int port, AllowedOrigins origins) {
        this(node, Access.of(token, node.dataFolder().path()), new Listening(host, port, Optional.empty(), origins));
    }

    /// Starts to listen immediately.
    ///
    /// @throws io.javalin.util.JavalinBindException if the port is taken
    public NodeServer(LocalNode node, Access access, Listening at) {
        this(node, access, at, IDLE);
    }

    /// As [#NodeServer(LocalNode, Access, Listening)].
    ///
    /// @param idle how long nothing may come on a connection before it is closed, in the middle of a request too
    NodeServer(LocalNode node, Access access, Listening at, Duration idle) {
        this.node = node;
        this.idle = idle;
        this.access = access;
        this.at = at;
        listeners = new Listeners(at);
        byte[] bits = new byte[16];
        new SecureRandom().nextBytes(bits);
        String ownKey = HexFormat.of().formatHex(bits);
        doorkeeper = new Doorkeeper(access, ownKey, node::warn);
        commands = new Commands(node.info().started());
        changes = new ChangeRoutes(node.changes(), node.info().started(), commands);
        javalin = Javalin.create(config -> configure(config, new ForeignPages(at.host(), at.origins())));
        try {
            javalin.start();
        } catch (RuntimeException e) {
            connections.close();
            keeping.shutdownNow();
            throw e;
        }
        node.listeningAt(at.uri(listeners.port()), listeners.own(), ownKey);
        List<Path> files = new ArrayList<>(access.files());
        at.certificate().ifPresent(certificate -> files.addAll(List.of(certificate.certificateFile(), certificate.keyFile())));
        watch = new FileWatch(files, this::reload);
        keeping.scheduleWithFixedDelay(access::keepLastUses, 1, 1, TimeUnit.MINUTES);
    }

    /// Reads the tokens and the certificate again. Streams of tokens that are no longer valid end. What cannot be read stays as it was, and
    /// an event says so.
    public void reload() {
        try {
            access.reload();
            endRevoked();
        } catch (StoreException e) {
            node.warn("The tokens stay as they were: " + e.getMessage());
        }
        at.certificate().ifPresent(this::renew);
    }

    private void renew(NodeCertificate before) {
        try {
            NodeCertificate now = before.again();
            listeners.renew(now);
        } catch (Exception e) {
            // Files that are being replaced do not go together for a moment.
            node.warn("The certificate stays as it was: " + e.getMessage());
        }
    }

    private void endRevoked() {
        changes.end(caller -> !access.stillAdmits(caller), "the token is no longer valid");
    }

    public int port() {
        return listeners.port();
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
            http.setIdleTimeout(idle.toMillis());
        });
        config.jetty.modifyServer(server -> server.addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStarting(LifeCycle starting) {
                for (Connector connector : server.getConnectors()) {
                    connector.addBean(connections);
                }
            }
        }));
        listeners.addTo(config);
        config.routes.before(ClockHeader::came);
        config.routes.before(foreignPages::refuse);
        config.routes.before("/api/*", doorkeeper::identify);
        config.routes.beforeMatched(context -> {
            for (RouteRole role : context.routeRoles()) {
                doorkeeper.admit(context, (Role) role);
                if (role == Role.CLIENT || role == Role.OPERATOR) {
                    draining.enter(context, doorkeeper.isOwnLoad(context));
                }
            }
        });
        config.routes.after(draining::leave);
        Routes declared = new Routes(config.routes, commands);
        served(declared);
        api(declared);
        declared.get("/openapi.json", Role.ANYONE, context -> context.contentType("application/json").result(description), Tells.NOTHING);
        config.routes.after("/api/*", ClockHeader::answer);
        config.routes.after("/api/*", commands::tell);
        description = Description.of(LocalNode.version(), declared.all());
        Problems.map(config.routes);
    }

    private void served(Routes routes) {
        routes.post("/v1/embeddings", Role.CLIENT, doorkeeper.keyed(context -> bodies.answer(context,
                body -> send(context, node.modelServer().gateway().embeddings(
                        Call.of(body, context::header).by(Caller.of(context).map(Caller::name).orElse(null)))))),
                Tells.takes(Exchange.OBJECT));
        ChatRoutes.map(routes, node.modelServer().chat(), bodies, doorkeeper);
        routes.get("/v1/models", Role.CLIENT, doorkeeper.keyed(context -> Exchange.json(context, Map.of("object", "list", "data",
                List.of(Map.of("id", node.modelServer().modelName(), "object", "model", "created", 0, "owned_by",
                        "sentence-transformers"))))),
                Tells.NOTHING);
        routes.get("/metrics", Role.ANYONE, context -> {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            boolean open = String.valueOf(context.header("Accept")).contains("application/openmetrics-text");
            Map<String, String> labels = NodeLabels.of(node.info(), node.journal().targets());
            if (open) {
                PrometheusText.writeOpenMetrics(node.frames().meters(), node.totals(), labels, Map.of(Meters.RESPONSE.id(), sightings()),
                        text);
            } else {
                PrometheusText.write(node.frames().meters(), node.totals(), labels, text);
            }
            context.contentType(open ? PrometheusText.OPEN_METRICS : PrometheusText.CONTENT_TYPE).result(text.toByteArray());
        }, Tells.NOTHING.text(PrometheusText.CONTENT_TYPE));
    }

    private List<PrometheusText.Sighting> sightings() {
        return node.exemplars().stream().map(trace -> new PrometheusText.Sighting(trace.millis(), trace.id(), trace.span(), trace.at()))
                .toList();
    }

    private static void send(Context context, Reply reply) throws IOException {
        reply.headers().forEach(context::header);
        var response = context.res();
        response.setStatus(reply.status());
        response.setContentType("application/json");
        response.setContentLength(reply.body().length);
        response.getOutputStream().write(reply.body());
    }

    private void api(Routes routes) {
        routes.get("/api/health", Role.ANYONE, this::health, Tells.NOTHING);
        routes.get("/api/info", context -> Exchange.json(context, node.info()), Tells.gives(NodeInfo.class));
        changes.map(routes);
        FrameRoutes.map(routes, node.frames());
        KnobRoutes.map(routes, node.knobs());
        SessionRoutes.map(routes, node.sessions());
        RunRoutes.map(routes, node.runs());
        AlertingRoutes.map(routes, node.alerting());
        CustomMeterRoutes.map(routes, node.customMeters());
        GpuRoutes.map(routes, node.gpus());
        MemoryRoutes.map(routes, node.memory());
        ForesightRoutes.map(routes, node.foresight());
        TraceRoutes.map(routes, node.traces());
        CacheRoutes.map(routes, node.cache());
        CostRoutes.map(routes, node.cost());
        JournalRoutes.map(routes, node.journal());
        SurroundingsRoutes.map(routes, node.surroundings());
        TokenRoutes.map(routes, access, this::endRevoked);
        routes.post("/api/actions", Role.OPERATOR, this::act, Tells.takes(Exchange.OBJECT).status(202));
    }

    /// 503 while the node drains, so that load balancers send nothing more.
    private void health(Context context) {
        boolean stopping = draining.isOn();
        Exchange.json(context.status(stopping ? 503 : 200),
                Map.of("status", stopping ? "draining" : "ok", "version", LocalNode.version()));
    }

    private static Optional<Pairing> attach(@Nullable Object address) {
        if (address == null) {
            return Optional.empty();
        }
        if (address instanceof String text && text.length() <= LONGEST_ADDRESS && text.matches("https?://[^/?#@]+/?")) {
            return Optional.of(Pairing.of(URI.create(text), ""));
        }
        if (address instanceof String text && text.length() <= LONGEST_ADDRESS && Pairing.isMeant(text)) {
            return Optional.of(Pairing.parse(text));
        }
        throw new IllegalArgumentException("'attach' must be a node's address such as https://gpu-box:7070, or gpudyno://HOST:PORT");
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

    /// Refuses new work from now on with 503; work in progress and reading go on. The node's own load is still answered.
    public void refuseWork() {
        draining.begin();
    }

    /// Refuses new work, and waits until the work in progress has been answered.
    ///
    /// @return how many requests had not been answered when `bound` was over; [#close] cuts them off
    public int drain(Duration bound) {
        draining.begin();
        return draining.await(bound);
    }

    @Override
    public void close() {
        draining.begin();
        watch.close();
        keeping.shutdownNow();
        changes.close();
        try {
            javalin.stop();
        } catch (JavalinException e) {
            // A client that keeps a request open must not prevent an orderly stop of the node.
            LOG.log(Level.WARNING, "Requests that had not ended were cut off by the stop: " + e.getMessage());
        }
        connections.close();
        access.close();
    }
}
