package gpudyno.cli;

import gpudyno.node.local.LocalNode;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;

/// Where the program begins.
public final class Main {
    /// Kept here because java.util.logging holds its loggers weakly.
    private static final Logger ROOT = Logger.getLogger("");

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[]{"GPU Dyno " + LocalNode.version()};
        }
    }

    private Main() {
    }

    /// Parses, runs, exits with the command's status.
    public static void main(String[] arguments) {
        // Libraries speak only of what a user can act on.
        ROOT.setLevel(Level.SEVERE);
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        CommandLine line = new CommandLine(new ConsoleCommand());
        line.setExecutionExceptionHandler((e, _, _) -> complain(e)).setParameterExceptionHandler((e, _) -> {
            System.err.println("gpudyno: " + e.getMessage());
            return Exit.SETUP;
        });
        return line.execute(arguments);
    }

    private static int complain(Exception e) throws Exception {
        if (e instanceof SetupException || e instanceof IllegalArgumentException) {
            System.err.println("gpudyno: " + e.getMessage());
            return Exit.SETUP;
        }
        throw e;
    }
}
