package gpudyno.cli;

import gpudyno.node.local.LocalNode;
import gpudyno.store.NativeFolder;
import gpudyno.store.StoreException;
import gpudyno.store.UserFolders;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;

/// The program's entry point.
public final class Main {
    /// Kept here because java.util.logging holds its loggers weakly.
    private static final Logger ROOT = Logger.getLogger("");
    /// Silenced, because we report a port that is already in use ourselves, in one clear line.
    private static final Logger SERVER = Logger.getLogger("io.javalin");
    /// Silenced as well: we report native libraries that cannot be unpacked or loaded.
    private static final Logger STORE = Logger.getLogger("org.sqlite");
    private static final Logger TOKENIZER = Logger.getLogger("ai.djl");

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[]{"GPU Dyno " + LocalNode.version()};
        }
    }

    private Main() {
    }

    /// Parses the arguments, runs the command and exits with its status.
    public static void main(String[] arguments) {
        // Log messages of libraries are limited to those that a user can act on.
        ROOT.setLevel(Level.SEVERE);
        SERVER.setLevel(Level.OFF);
        STORE.setLevel(Level.OFF);
        TOKENIZER.setLevel(Level.OFF);
        LogLevel.WARNING.apply();
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        CommandLine line = commandLine();
        try {
            // Before anything of theirs is loaded, whichever command does.
            NativeFolder.useForNettyAndJna(UserFolders.data().resolve("native"));
        } catch (StoreException e) {
            return refuse(e, line);
        }
        return line.execute(arguments);
    }

    static CommandLine commandLine() {
        // --body @FILE is ours: picocli would read the file as arguments.
        CommandLine line = new CommandLine(new ConsoleCommand()).setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true);
        line.registerConverter(Double.class, new Quantities.NumberConverter());
        line.registerConverter(double.class, new Quantities.NumberConverter());
        line.setExecutionExceptionHandler((e, command, _) -> complain(e, command)).setParameterExceptionHandler((e, _) -> {
            e.getCommandLine().getErr().println("gpudyno: " + e.getMessage());
            return Exit.SETUP;
        });
        return line;
    }

    private static int complain(Exception e, CommandLine command) throws Exception {
        if (e instanceof SetupException || e instanceof IllegalArgumentException || e instanceof StoreException) {
            return refuse(e, command);
        }
        throw e;
    }

    private static int refuse(Exception e, CommandLine command) {
        command.getErr().println("gpudyno: " + e.getMessage());
        return Exit.SETUP;
    }
}
