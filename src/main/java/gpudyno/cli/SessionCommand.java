package gpudyno.cli;

import gpudyno.model.knob.Configuration;
import gpudyno.model.load.Workload;
import gpudyno.model.target.Profiles;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Completions;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.SessionRequest;
import gpudyno.model.tune.Trial;
import gpudyno.node.Node;
import gpudyno.report.SessionPage;
import gpudyno.report.SessionTable;
import gpudyno.serve.ModelServer;
import gpudyno.store.Json;
import gpudyno.tune.strategy.Strategies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "session", description = "Tune this machine's node: baseline, search, verification, before/after table.", mixinStandardHelpOptions = true)
final class SessionCommand implements Callable<Integer> {
    @Option(names = "--targets", defaultValue = "option-2", description = "option-1, option-2, tier-2 or option-3 (default ${DEFAULT-VALUE}).")
    private String targets = "option-2";

    @Option(names = "--budget", converter = Quantities.DurationConverter.class, defaultValue = "5m", description = "Wall time (default ${DEFAULT-VALUE}).")
    private Duration budget = Duration.ofMinutes(5);

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the search (default ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--strategy", defaultValue = Strategies.AUTO, description = "random, genetic, greedy, annealing, gp or auto (default ${DEFAULT-VALUE}).")
    private String strategy = Strategies.AUTO;

    @Option(names = "--resume", paramLabel = "ID", description = "Go on with a session that was stopped or cut off; what it was asked for counts, not the options here.")
    private @Nullable Long resume;

    @Option(names = "--require", description = "Exit with 1 unless the best meets every target.")
    private boolean require;

    @Option(names = "--out", paramLabel = "DIR", description = "Where session.json and session.html go (default: here).")
    private Path out = Path.of(".");

    @Option(names = "--json", description = "Print the report as JSON instead of the table.")
    private boolean json;

    @Override
    public Integer call() throws SetupException, InterruptedException, IOException {
        SessionRequest request = new SessionRequest(Profiles.byId(targets).id(), budget, Workload.DEFAULT, seed, true, strategy);
        if (!Strategies.NAMES.contains(strategy)) {
            throw new SetupException("--strategy " + strategy + ": there are " + String.join(", ", Strategies.NAMES));
        }
        writable(out);
        try (NodeProcess process = NodeProcess.start(NodeProcess.LOOPBACK, NodeProcess.PORT, null, true)) {
            Node node = process.node();
            process.sayStartEvents();
            System.err.printf("Tuning %s (%s) for %s against %s.%n", node.info().model(), node.info().hardware(),
                    budget.toString().substring(2).toLowerCase(Locale.ROOT),
                    Profiles.byId(targets).title());
            long id = begin(node, request);
            Thread main = Thread.currentThread();
            Thread hook = new Thread(() -> stop(node, id, main), "interrupted");
            Runtime.getRuntime().addShutdownHook(hook);
            SessionReport report = follow(node, id);
            write(report);
            System.out.println(json ? Json.pretty(report) : '\n' + SessionTable.of(report));
            if (report.phase() != Phase.STOPPED) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
            return status(report);
        }
    }

    private long begin(Node node, SessionRequest request) throws SetupException {
        if (resume == null) {
            return node.startSession(request);
        }
        try {
            node.resumeSession(resume);
            return resume;
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new SetupException("--resume: " + e.getMessage(), e);
        }
    }

    /// Ctrl-C: the session puts its knobs back, and the main thread writes what there is before the process goes.
    private static void stop(Node node, long id, Thread main) {
        node.stopSession(id);
        try {
            main.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void writable(Path folder) throws SetupException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new SetupException("--out " + folder + " cannot be made: " + e.getMessage(), e);
        }
        if (!Files.isWritable(folder)) {
            throw new SetupException("--out " + folder + " cannot be written");
        }
    }

    private SessionReport follow(Node node, long id) throws InterruptedException {
        int shown = 0;
        Phase phase = null;
        while (true) {
            SessionReport report = node.session(id).orElseThrow();
            if (report.phase() != phase) {
                phase = report.phase();
                System.err.printf("%s  %s%n", bar(report.progress()), report.message());
            }
            for (Trial trial : report.trials()) {
                if (trial.number() > shown && trial.status() != Trial.Status.RUNNING) {
                    shown = trial.number();
                    System.err.printf("%s  %s%n", bar(report.progress()), line(trial));
                }
            }
            if (report.phase().isEnd()) {
                return report;
            }
            Thread.sleep(250);
        }
    }

    private static String bar(double progress) {
        int filled = (int) Math.round(20 * progress);
        return "[" + "#".repeat(filled) + ".".repeat(20 - filled) + "]" + String.format(" %3.0f %%", 100 * progress);
    }

    private static String line(Trial trial) {
        return String.format(Locale.ROOT, "#%-3d %-12s %-10s offered %7.1f  correct %7.1f req/s  p95 %8.1f ms  errors %5.2f %%  %s",
                trial.number(), trial.purpose().label(),
                trial.status().label(), trial.meters().getOrDefault("offered.rps", Double.NaN),
                trial.meters().getOrDefault("throughput.rps", Double.NaN),
                trial.meters().getOrDefault("latency.p95.ms", Double.NaN), trial.meters().getOrDefault("errors.percent", Double.NaN),
                changes(trial.config()));
    }

    /// What sets a configuration apart from the baseline.
    private static String changes(Configuration configuration) {
        String changes = configuration.values().entrySet().stream()
                // As text: what came back from JSON is an Integer where a knob has a Long.
                .filter(knob -> !knob.getValue().toString().equals(String.valueOf(ModelServer.STOCK.get(knob.getKey()))))
                .map(knob -> knob.getKey() + "=" + knob.getValue()).collect(Collectors.joining(" "));
        return changes.isEmpty() ? "stock" : changes;
    }

    private void write(SessionReport report) throws IOException {
        Files.writeString(out.resolve("session.json"), Json.pretty(report));
        Files.writeString(out.resolve("session.html"), SessionPage.of(report));
    }

    private int status(SessionReport report) {
        Completions completion = report.completion();
        if (report.phase() == Phase.STOPPED) {
            return Exit.INTERRUPTED;
        }
        boolean met = completion != null && completion.best().met() == completion.best().of();
        return require && !met ? Exit.BOUND_MISSED : Exit.FINISHED;
    }
}
