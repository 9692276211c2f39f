package gpudyno.cli;

import gpudyno.cache.shared.SharedSettings;
import gpudyno.model.knob.KnobState;
import gpudyno.model.net.Address;
import gpudyno.node.Frames;
import gpudyno.node.server.AllowedOrigins;
import gpudyno.node.server.Listening;
import gpudyno.serve.UpstreamSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "node", description = "Run a node without a console, for example on a GPU server. A console elsewhere can attach to it.", mixinStandardHelpOptions = true, defaultValueProvider = NodeDefaults.class)
final class NodeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Option(names = "--listen", paramLabel = "HOST:PORT", defaultValue = NodeProcess.LOOPBACK + ":"
            + NodeProcess.PORT, description = "Where to listen (default ${DEFAULT-VALUE}); other addresses than loopback need --tls, --certificate or --insecure.")
    private String listen = "";

    @Mixin
    private final TlsOptions tls = new TlsOptions();

    @Option(names = "--token-file", paramLabel = "FILE", description = "The file that holds the API's bearer token; created if it does not exist (default: in the data folder).")
    private @Nullable Path tokenFile;

    @Option(names = "--print-pairing", fallbackValue = "true", description = "Print the line that attaches this node to a console: its address, the fingerprint of its certificate and its token.")
    private boolean printPairing;

    @Option(names = "--knob", paramLabel = "ID=VALUE", description = "Set a knob at the start; may be repeated.")
    private @Nullable Map<String, String> knobs;

    @Option(names = "--otlp", paramLabel = "URL", description = "Send every meter to this OpenTelemetry collector over OTLP/HTTP, such as http://127.0.0.1:4318 (default: the entry otlp: in gpudyno.yaml).")
    private @Nullable String otlp;

    @Option(names = "--otlp-traces", paramLabel = "URL", description = "Send the traces that are kept to this OpenTelemetry collector over OTLP/HTTP, such as http://127.0.0.1:4318 (default: the entry otlpTraces: in gpudyno.yaml).")
    private @Nullable String otlpTraces;

    @Option(names = "--otlp-headers-file", paramLabel = "FILE", description = "Send these headers, such as credentials, with everything that goes to a collector: one on each line, such as Authorization: Bearer TOKEN (default: the entry otlpHeadersFile: in gpudyno.yaml).")
    private @Nullable Path otlpHeaders;
    @Option(names = "--l2", paramLabel = "URL", description = "Share cached answers with other nodes on this Valkey or Redis: redis://host:port, rediss:// (TLS), redis-sentinel://host:port#master, or several nodes of a cluster separated by commas (default: the entry cache.l2: in gpudyno.yaml). It is used while the knob cache.enabled is on.")
    private @Nullable String shared;

    @Option(names = "--l2-password-file", paramLabel = "FILE", description = "The file whose first line is the password for --l2 (default: the environment variable GPUDYNO_L2_PASSWORD).")
    private @Nullable Path sharedPassword;

    @Mixin
    private final UpstreamOptions upstream = new UpstreamOptions();

    @Option(names = "--allow-origin", paramLabel = "URL", description = "Let web pages of this origin, such as https://bench.example, use the node from a browser; may be repeated (default: the list allowedOrigins: in gpudyno.yaml; without one, no other site is allowed).")
    private @Nullable List<String> allowedOrigins;

    @Option(names = "--knob-file", paramLabel = "FILE", description = "Set the knobs from this YAML file at the start; a session can export such a file. It overrides GPUDYNO_KNOB_... environment variables, and --knob overrides it.")
    private @Nullable Path knobFile;

    @Option(names = "--simulate-gpu", arity = "0..1", fallbackValue = "", paramLabel = "FILE.yaml", description = "Put simulated GPUs, and faults of theirs, in the place of this machine's: those of the file, or two healthy ones. Such a node keeps its data, and its token, in the folder 'demo' of the data folder.")
    private @Nullable String simulated;

    @Option(names = "--grace", paramLabel = "DURATION", defaultValue = "20s", converter = Quantities.DurationConverter.class, description = "How long requests in progress may take once the node is asked to stop (default ${DEFAULT-VALUE}). Meanwhile new ones are refused with 503. A second signal ends the node at once.")
    private Duration grace = Duration.ZERO;

    @Option(names = "--log", paramLabel = "LEVEL", defaultValue = "INFO", description = "How much is logged to standard error, one line per event: off, warning or info (default ${DEFAULT-VALUE}).")
    private LogLevel log = LogLevel.INFO;

    @Override
    public Integer call() throws SetupException, InterruptedException {
        log.apply();
        ConfigFile config = ConfigFile.in(ConfigFolder.platformDefault());
        NodeDefaults.check(config, command);
        tls.check();
        ListenAddress at = ListenAddress.parse(listen, tls.reachesBeyondLoopback());
        Optional<Address> collector = config.otlp(otlp);
        Optional<Address> traceCollector = config.otlpTraces(otlpTraces);
        Map<String, String> headers = config.otlpHeaders(otlpHeaders);
        AllowedOrigins origins = config.allowedOrigins(allowedOrigins);
        Optional<SharedSettings> l2 = config.shared(shared, sharedPassword, System.getenv());
        Optional<UpstreamSettings> forwarding = upstream.settings(System.getenv());
        CountDownLatch end = new CountDownLatch(1);
        try (NodeProcess process = NodeProcess.start(null,
                folder -> new Listening(at.host(), at.port(), tls.certificate(folder), origins), tokenFile, false,
                Simulation.of(simulated))) {
            collector.ifPresent(to -> process.node().exportTo(to, headers));
            traceCollector.ifPresent(to -> process.node().exportTracesTo(to, headers));
            l2.ifPresent(process.node()::share);
            forwarding.ifPresent(process.node()::forwardTo);
            config.unknownKeys().forEach(key -> process.node().warn(config.file() + ": nothing reads the key '" + key + "'"));
            turn(process, config.file() + ", node.knobs", config.knobs());
            turn(process, "environment",
                    EnvironmentKnobs.of(System.getenv(), process.node().knobs().states().stream().map(KnobState::knob).toList()));
            if (knobFile != null) {
                turn(process, "--knob-file", KnobFile.read(knobFile));
            }
            if (knobs != null) {
                turn(process, "--knob", knobs);
            }
            System.out.println("GPU Dyno node on " + process.address() + " · " + process.node().info().hardware());
            if (printPairing) {
                System.out.println("attach with " + process.pairing().line());
            }
            Signals.onHangUp(process::reload);
            Signals.endAtOnceOnTheSecond();
            ServiceManager manager = new ServiceManager(System.getenv());
            Runtime.getRuntime().addShutdownHook(new Thread(manager::stopping, "tell systemd"));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> process.stop(grace), "shutdown"));
            manager.ready("listening on " + process.address());
            if (manager.isWatching()) {
                process.node().changes().subscribe(0, change -> change.as(Frames.FRAME).ifPresent(_ -> manager.alive()));
            }
            end.await();
        }
        return Exit.FINISHED;
    }

    /// @param source who sets the knobs; it also names the knobs in the message if they are refused
    private static void turn(NodeProcess process, String source, Map<String, ?> knobs) throws SetupException {
        if (knobs.isEmpty()) {
            return;
        }
        try {
            process.node().knobs().turn(knobs, source);
        } catch (IllegalArgumentException e) {
            throw new SetupException(source + ": " + e.getMessage(), e);
        }
    }
}
