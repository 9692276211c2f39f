package gpudyno.cli;

import com.sun.net.httpserver.HttpServer;
import gpudyno.node.server.AllowedOrigins;
import gpudyno.store.DataFolder;
import gpudyno.store.StoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Does briefly what the program does at its start, then ends. Packaging runs it under `-XX:AOTCacheOutput`, so that Java records the
/// loaded classes in a cache.
@Command(name = "record-start", description = "Do what the program does at its start, so that Java can record a start-up cache.", hidden = true, mixinStandardHelpOptions = true)
final class RecordStartCommand implements Callable<Integer> {
    /// How long the node of a console may take to listen, and the window to be drawn after that.
    private static final Duration LISTENING = Duration.ofSeconds(60);
    private static final Duration DRAWING = Duration.ofSeconds(12);
    private static final Duration LOOK = Duration.ofMillis(100);

    /// The kind of start to record. Java loads a whole cache at once, so a command that ends soon needs a small cache.
    enum Start {
        CONSOLE,
        NODE,
        COMMANDS
    }

    @Option(names = "--as", paramLabel = "START", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})", defaultValue = "COMMANDS")
    private Start start = Start.COMMANDS;

    @Override
    public Integer call() throws IOException, InterruptedException, SetupException {
        return switch (start) {
            case CONSOLE -> console();
            case NODE -> node();
            case COMMANDS -> commands();
        };
    }

    /// The load command runs against an HTTP server of the JDK, because the classes of a node's server would be recorded in the cache too.
    private static int commands() throws IOException {
        Main.run("--version");
        Main.run("--help");
        for (String command : Main.commandLine().getSubcommands().keySet()) {
            Main.run(command, "--help");
        }
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> exchange.sendResponseHeaders(204, -1));
        server.start();
        try {
            return loadAndReport("http://" + NodeProcess.LOOPBACK + ":" + server.getAddress().getPort() + "/", "--expect-status", "204");
        } finally {
            server.stop(0);
        }
    }

    private static int node() throws IOException, SetupException {
        Main.run("doctor");
        try (NodeProcess node = NodeProcess.start(NodeProcess.LOOPBACK, 0, null, false, AllowedOrigins.NONE)) {
            return loadAndReport("http://" + NodeProcess.LOOPBACK + ":" + node.port() + "/v1/embeddings", "--api", "openai-embeddings");
        }
    }

    private static int loadAndReport(String url, String... options) throws IOException {
        Path results = Files.createTempFile("gpudyno-record-start", ".json");
        try {
            List<String> load = new ArrayList<>(List.of("load", url, "--rate", "50/s", "--requests", "50", "--json", results.toString()));
            load.addAll(List.of(options));
            int status = Main.run(load.toArray(String[]::new));
            return status != Exit.FINISHED ? status : Main.run("report", results.toString());
        } finally {
            Files.delete(results);
        }
    }

    /// The console does not end by itself; the caller ends the process when this returns.
    private static int console() throws InterruptedException {
        Thread.ofVirtual().name("recorded console").start(() -> Main.run());
        long latest = System.nanoTime() + LISTENING.toNanos();
        while (listening().isEmpty()) {
            if (System.nanoTime() > latest) {
                return Exit.SETUP;
            }
            Thread.sleep(LOOK);
        }
        Thread.sleep(DRAWING);
        return Exit.FINISHED;
    }

    private static Optional<URI> listening() {
        try {
            return DataFolder.listening(DataFolder.platformDefault());
        } catch (StoreException _) {
            // The folder is being made.
            return Optional.empty();
        }
    }
}
