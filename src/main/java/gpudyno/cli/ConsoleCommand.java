package gpudyno.cli;

import gpudyno.console.Console;
import gpudyno.store.DataFolder;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// The program without a command: the console where there is a display, a session in the terminal where there is none.
@Command(name = "gpudyno", description = "A test bench for inference nodes. Without a command: the console.", mixinStandardHelpOptions = true, versionProvider = Main.Version.class, subcommands = {
    SessionCommand.class, NodeCommand.class, LoadCommand.class, SimulateCommand.class, DoctorCommand.class, TuneCommand.class})
final class ConsoleCommand implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
        if (!Display.isThere()) {
            System.out.println("No display here: running a tuning session in the terminal instead of the console.");
            return new SessionCommand().call();
        }
        if (RunningConsole.cameToFront(DataFolder.platformDefault())) {
            System.out.println("GPU Dyno is running already; its window was brought to the front.");
            return Exit.FINISHED;
        }
        try (NodeProcess process = NodeProcess.start(NodeProcess.LOOPBACK, NodeProcess.PORT, null, true)) {
            Path config = ConfigFolder.platformDefault();
            Console console = Console.launch(new ConsoleNodes(process.node(), new Pairings(config)), config);
            process.node().onFocus(console::focus);
            console.awaitClose();
        }
        return Exit.FINISHED;
    }
}
