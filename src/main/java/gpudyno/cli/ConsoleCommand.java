package gpudyno.cli;

import gpudyno.console.Console;
import gpudyno.console.NoWindowException;
import gpudyno.console.kit.FontFiles;
import gpudyno.gpu.simulated.SimulationPlan;
import gpudyno.model.net.Address;
import gpudyno.model.net.Pairing;
import gpudyno.node.NodeUnreachableException;
import gpudyno.node.demo.DemoFleet;
import gpudyno.node.server.AllowedOrigins;
import gpudyno.node.server.Listening;
import gpudyno.store.DataFolder;
import gpudyno.store.FolderInUseException;
import gpudyno.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The program without a command: the console where there is a display, a session in the terminal where there is none.
@Command(name = "gpudyno", description = "A test bench for inference nodes. Without a command, it opens the console.", mixinStandardHelpOptions = true, versionProvider = Main.Version.class, subcommands = {
    SessionCommand.class, NodeCommand.class, TokenCommand.class, LoadCommand.class, ReportCommand.class, SimulateCommand.class,
    DoctorCommand.class, TopCommand.class, TuneCommand.class, WatchCommand.class, CacheCommand.class, ExportCommand.class,
    RecordStartCommand.class})
final class ConsoleCommand implements Callable<Integer> {
    @Option(names = "--connect", paramLabel = "URI", converter = NodeLink.OrAddress.class, description = "Attach this node and show it: its address, or the line that gpudyno node --print-pairing prints there. Without --token-file, the console asks for the node's token once.")
    private @Nullable Pairing connect;

    @Option(names = "--token-file", paramLabel = "FILE", description = "The file that holds the token of the node in --connect.")
    private @Nullable Path tokenFile;

    @Option(names = "--demo", description = "Look around in a simulated fleet: this machine with two simulated GPUs, and eleven simulated nodes with faults. The data of a demo lie apart, in the folder 'demo' of the data folder.")
    private boolean demo;

    @Parameters(arity = "0..1", paramLabel = "gpudyno://HOST:PORT", converter = NodeLink.class, description = "A link to a node, as a browser or a chat program passes it on; the same as --connect.")
    private @Nullable Pairing link;

    @Override
    public Integer call() throws Exception {
        connect = connect == null ? link : connect;
        if (!Display.isThere()) {
            if (connect != null) {
                throw new SetupException("--connect needs a display; the node's figures are at " + connect.address() + "/metrics");
            }
            System.out.println("No display here: running a tuning session in the terminal instead of the console.");
            return new SessionCommand().call();
        }
        Path data = Simulation.dataFolder(demo);
        DataFolder taken = null;
        try {
            taken = DataFolder.open(data);
        } catch (FolderInUseException _) {
            if (RunningConsole.cameToFront(data, Optional.ofNullable(connect))) {
                System.out.println("GPU Dyno is running already; its window was brought to the front.");
                return Exit.FINISHED;
            }
        } catch (StoreException _) {
            // Told of when the node starts; other nodes can be attached all the same.
        }
        try {
            return open(taken);
        } finally {
            if (taken != null) {
                taken.close();
            }
        }
    }

    /// @param taken the data folder; null where it is in use or cannot be used
    private Integer open(@Nullable DataFolder taken) throws Exception {
        Path config = ConfigFolder.platformDefault();
        ConfigFile settings = ConfigFile.in(config);
        Wishes wishes = new Wishes(settings.otlp(null), settings.otlpTraces(null), settings.otlpHeaders(null),
                settings.allowedOrigins(null), Simulation.of(demo ? "" : null));
        ConsoleNodes nodes = new ConsoleNodes(new Pairings(demo ? config.resolve("demo") : config));
        settings.fleet().ifPresent(nodes::readFleetFrom);
        Optional<FleetDiscovery.Settings> discovered = settings.discovery();
        if (connect != null && tokenFile != null && !nodes.isAttached(connect.address())) {
            try {
                nodes.attach(connect.withToken(token(tokenFile)));
            } catch (NodeUnreachableException e) {
                System.err.println("gpudyno: " + e.getMessage());
                return Exit.UNREACHABLE;
            }
        }
        FontFiles.keepIn(DataFolder.platformDefault().resolve("fonts"));
        // The window first; it needs no engine to be drawn.
        Console console = launch(nodes, config);
        Optional<FleetDiscovery> discovery = discovered.map(wanted -> new FleetDiscovery(wanted, nodes));
        try (OwnNode own = OwnNode.start(nodes, wishes, console, taken)) {
            console.awaitClose();
            return own.failed() ? Exit.SETUP : Exit.FINISHED;
        } finally {
            discovery.ifPresent(FleetDiscovery::close);
        }
    }

    private Console launch(ConsoleNodes nodes, Path config) throws SetupException {
        try {
            return Console.launch(nodes, config, Optional.ofNullable(connect));
        } catch (NoWindowException e) {
            nodes.close();
            throw new SetupException("no window can be opened: " + Display.fault().orElse("JavaFX says \"" + e.getMessage() + '"') + "; "
                    + Display.WITHOUT, e);
        }
    }

    /// The settings for this machine's node.
    private record Wishes(Optional<Address> otlp, Optional<Address> otlpTraces, Map<String, String> headers, AllowedOrigins origins,
            Optional<SimulationPlan> simulation) {}

    /// The node in the console's process. It starts while the window is already open.
    private static final class OwnNode implements AutoCloseable {
        private final CompletableFuture<Optional<NodeProcess>> process = new CompletableFuture<>();
        private final CompletableFuture<Optional<DemoFleet>> fleet = new CompletableFuture<>();

        static OwnNode start(ConsoleNodes nodes, Wishes wishes, Console console, @Nullable DataFolder taken) {
            OwnNode own = new OwnNode();
            Thread.ofPlatform().name("engines").daemon().start(() -> own.begin(nodes, wishes, console, taken));
            return own;
        }

        private void begin(ConsoleNodes nodes, Wishes wishes, Console console, @Nullable DataFolder taken) {
            try {
                NodeProcess started = NodeProcess.start(taken,
                        _ -> Listening.plain(NodeProcess.LOOPBACK, NodeProcess.PORT, wishes.origins), null, true, wishes.simulation);
                process.complete(Optional.of(started));
                started.node().onFocus(console::focus);
                nodes.begin(started.node());
                if (wishes.simulation.isPresent()) {
                    DemoFleet demo = new DemoFleet(started.node().dataFolder().path());
                    fleet.complete(Optional.of(demo));
                    nodes.simulate(demo.nodes());
                }
                wishes.otlp.ifPresent(to -> started.node().exportTo(to, wishes.headers));
                wishes.otlpTraces.ifPresent(to -> started.node().exportTracesTo(to, wishes.headers));
            } catch (SetupException e) {
                fail(nodes, String.valueOf(e.getMessage()));
            } catch (Throwable e) {
                // Whatever it was: a window that waits for ever says nothing.
                fail(nodes, e.toString());
            } finally {
                fleet.complete(Optional.empty());
            }
        }

        private void fail(ConsoleNodes nodes, String why) {
            System.err.println("gpudyno: " + why);
            if (!process.complete(Optional.empty())) {
                // It is there; what failed comes after its start.
                return;
            }
            nodes.fail("This machine's node could not start: " + why);
        }

        boolean failed() {
            return process.isDone() && process.join().isEmpty();
        }

        /// Waits for a node that is still starting, so that everything it has started is also stopped.
        @Override
        public void close() {
            fleet.join().ifPresent(DemoFleet::close);
            process.join().ifPresent(NodeProcess::close);
        }
    }

    private static String token(Path file) throws SetupException {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new SetupException("the token file " + file + " cannot be read: " + e, e);
        }
    }
}
