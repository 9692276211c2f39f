package gpudyno.node.local;

import gpudyno.load.LoadGenerator;
import gpudyno.load.LoadPlan;
import gpudyno.load.RequestSource;
import gpudyno.load.SecondSample;
import gpudyno.load.TargetUnreachableException;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Workload;
import gpudyno.node.server.ApiToken;
import gpudyno.node.server.NodeServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Records the noise of this machine: what the built-in model gives, second by second, while nothing about it changes. As many requests as
/// there are connections are always under way, so that throughput is what the model can do in that second, and its latency follows from it.
/// Arguments: FILE [SECONDS [CONNECTIONS]].
final class NoiseRecorder {
    private static final Duration WARM_UP = Duration.ofSeconds(15);

    private NoiseRecorder() {
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, TargetUnreachableException {
        Path file = Path.of(arguments[0]);
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 600;
        int connections = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 8;
        Path folder = Files.createTempDirectory("gpudyno-noise");
        List<SecondSample> samples = new ArrayList<>();
        String hardware;
        try (LocalNode node = new LocalNode(folder, "noise");
                NodeServer server = new NodeServer(node, ApiToken.at(folder.resolve("token")),
                        "127.0.0.1", 0)) {
            hardware = node.info().hardware();
            LoadPlan plan = LoadPlan.of(URI.create("http://127.0.0.1:" + server.port() + "/v1/embeddings"),
                    RequestSource.embeddings(Workload.DEFAULT, node.modelServer().modelName()),
                    new Scenario.ClosedLoop(connections, Duration.ofSeconds(seconds)), WARM_UP, 1).onSecond(samples::add);
            LoadGenerator.run(plan);
        }
        write(file, samples.subList((int) WARM_UP.toSeconds(), samples.size() - 1), connections, hardware);
        System.out.println(samples.size() - WARM_UP.toSeconds() - 1 + " seconds in " + file);
        // Threads of the native runtime must not keep a finished recording from ending.
        System.exit(0);
    }

    private static void write(Path file, List<SecondSample> samples, int connections, String hardware) throws IOException {
        List<String> lines = new ArrayList<>(List.of("# Built-in model, stock knobs (cache off), closed loop of " + connections
                + " connections on loopback, one row a second; " + hardware, "second,throughput.rps,p95.ms"));
        for (int i = 0; i < samples.size(); i++) {
            lines.add(String.format(Locale.ROOT, "%d,%d,%.2f", i, samples.get(i).correct(), samples.get(i).p95()));
        }
        Files.write(file, lines);
    }
}
