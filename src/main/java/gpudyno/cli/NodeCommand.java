package gpudyno.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "node", description = "Run a node without a console: the engine beside a GPU, for a console elsewhere.", mixinStandardHelpOptions = true)
final class NodeCommand implements Callable<Integer> {
    @Option(names = "--listen", paramLabel = "HOST:PORT", defaultValue = NodeProcess.LOOPBACK + ":"
            + NodeProcess.PORT, description = "Where to listen (default ${DEFAULT-VALUE}); loopback only.")
    private String listen = "";

    @Option(names = "--token-file", paramLabel = "FILE", description = "The file of the API's bearer token; made if it is not there (default: in the data folder).")
    private @Nullable Path tokenFile;

    @Option(names = "--print-pairing", description = "Print the address and token a console needs to attach.")
    private boolean printPairing;

    @Option(names = "--knob", paramLabel = "ID=VALUE", description = "Turn a knob at the start; may be given several times.")
    private @Nullable Map<String, String> knobs;

    @Override
    public Integer call() throws SetupException, InterruptedException {
        int colon = listen.lastIndexOf(':');
        String host = colon < 0 ? listen : listen.substring(0, colon);
        int port = port(colon < 0 ? "" : listen.substring(colon + 1));
        if (!host.equals("localhost") && !host.startsWith("127.") && !host.equals("[::1]")) {
            throw new SetupException(
                    "--listen " + listen + ": only loopback addresses are allowed without TLS, which this version does not have");
        }
        CountDownLatch end = new CountDownLatch(1);
        try (NodeProcess process = NodeProcess.start(host, port, tokenFile, false)) {
            process.sayStartEvents();
            if (knobs != null) {
                turn(process, knobs);
            }
            System.out.println("GPU Dyno node on http://" + host + ":" + process.port() + " · " + process.node().info().hardware());
            if (printPairing) {
                System.out.println("attach with http://" + host + ":" + process.port() + " and token " + process.token().text());
            }
            Runtime.getRuntime().addShutdownHook(new Thread(process::close, "shutdown"));
            end.await();
        }
        return Exit.FINISHED;
    }

    private static void turn(NodeProcess process, Map<String, String> knobs) throws SetupException {
        try {
            process.node().turn(knobs, "command line");
        } catch (IllegalArgumentException e) {
            throw new SetupException("--knob: " + e.getMessage(), e);
        }
    }

    private int port(String text) throws SetupException {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new SetupException("--listen " + listen + ": HOST:PORT with a port from 0 to 65535 is needed", e);
        }
        throw new SetupException("--listen " + listen + ": HOST:PORT with a port from 0 to 65535 is needed");
    }
}
