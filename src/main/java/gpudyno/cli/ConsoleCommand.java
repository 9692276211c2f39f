package gpudyno.cli;

import gpudyno.console.Console;
import gpudyno.console.kit.FontFiles;
import gpudyno.node.NodeUnreachableException;
import gpudyno.store.DataFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The program without a command: the console where there is a display, a session in the terminal where there is none.
@Command(name = "gpudyno", description = "A test bench for inference nodes. Without a command: the console.", mixinStandardHelpOptions = true, versionProvider = Main.Version.class, subcommands = {
    SessionCommand.class, NodeCommand.class, LoadCommand.class, ReportCommand.class, SimulateCommand.class, DoctorCommand.class,
    TuneCommand.class, ExportCommand.class, RecordStartCommand.class})
final class ConsoleCommand implements Callable<Integer> {
    @Option(names = "--connect", paramLabel = "URI", description = "Attach this node and show it; without --token-file the console asks for its token once.")
    private @Nullable URI connect;

    @Option(names = "--token-file", paramLabel = "FILE", description = "The file of that node's token.")
    private @Nullable Path tokenFile;

    @Parameters(arity = "0..1", paramLabel = "gpudyno://HOST:PORT", converter = NodeLink.class, description = "The same as a link, as a browser or a chat hands it over.")
    private @Nullable URI link;

    @Override
    public Integer call() throws Exception {
        connect = connect == null ? link : connect;
        if (!Display.isThere()) {
            if (connect != null) {
                throw new SetupException("--connect needs a display; the node's figures are at " + connect + "/metrics");
            }
            System.out.println("No display here: running a tuning session in the terminal instead of the console.");
            return new SessionCommand().call();
        }
        if (RunningConsole.cameToFront(DataFolder.platformDefault())) {
            System.out.println("GPU Dyno is running already; its window was brought to the front.");
            return Exit.FINISHED;
        }
        try (NodeProcess process = NodeProcess.start(NodeProcess.LOOPBACK, NodeProcess.PORT, null, true)) {
            Path config = ConfigFolder.platformDefault();
            FontFiles.keepIn(process.node().dataFolder().path().resolve("fonts"));
            ConfigFile.in(config).otlp(null).ifPresent(process.node()::exportTo);
            ConsoleNodes nodes = new ConsoleNodes(process.node(), new Pairings(config));
            if (connect != null && tokenFile != null && !nodes.isAttached(connect)) {
                nodes.attach(connect, token(tokenFile));
            }
            Console console = Console.launch(nodes, config, Optional.ofNullable(connect));
            process.node().onFocus(console::focus);
            console.awaitClose();
        } catch (NodeUnreachableException e) {
            System.err.println("gpudyno: " + e.getMessage());
            return Exit.UNREACHABLE;
        }
        return Exit.FINISHED;
    }

    private static String token(Path file) throws SetupException {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new SetupException("the token file " + file + " cannot be read: " + e, e);
        }
    }
}
