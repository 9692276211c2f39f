package gpudyno.cli;

import gpudyno.store.DataFolder;
import gpudyno.store.StoreException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Does in short what starts of the program do, and ends: packaging runs it under `-XX:AOTCacheOutput`, and Java keeps what was loaded.
@Command(name = "record-start", description = "Do what starts of the program do, for Java to record into a start-up cache.", hidden = true, mixinStandardHelpOptions = true)
final class RecordStartCommand implements Callable<Integer> {
    /// How long the node of a console may take to listen, and the window to be drawn after that.
    private static final Duration LISTENING = Duration.ofSeconds(60);
    private static final Duration DRAWING = Duration.ofSeconds(12);
    private static final Duration LOOK = Duration.ofMillis(100);

    @Option(names = "--console", description = "Record the start of the console instead of the commands.")
    private boolean console;

    @Override
    public Integer call() throws IOException, InterruptedException, SetupException {
        return console ? console() : commands();
    }

    private static int commands() throws IOException, SetupException {
        Main.run("--version");
        Main.run("--help");
        for (String command : Main.commandLine().getSubcommands().keySet()) {
            Main.run(command, "--help");
        }
        Main.run("doctor");
        Path results = Files.createTempFile("gpudyno-record-start", ".json");
        try (NodeProcess node = NodeProcess.start(NodeProcess.LOOPBACK, 0, null, false)) {
            String served = "http://" + NodeProcess.LOOPBACK + ":" + node.port() + "/v1/embeddings";
            int load = Main.run("load", served, "--api", "openai-embeddings", "--rate", "50/s", "--requests", "50", "--json",
                    results.toString());
            return load != Exit.FINISHED ? load : Main.run("report", results.toString());
        } finally {
            Files.delete(results);
        }
    }

    /// The console does not end by itself; whoever asked ends the process when this returns.
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
