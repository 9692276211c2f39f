package gpudyno.cli;

import gpudyno.model.load.Workload;
import gpudyno.model.target.Profiles;
import gpudyno.model.tune.Goal;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionRequest;
import gpudyno.node.Node;
import gpudyno.node.NodeUnreachableException;
import gpudyno.report.SessionPage;
import gpudyno.report.SessionTable;
import gpudyno.store.Json;
import gpudyno.tune.strategy.Strategies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "session", description = "Tune a node, this machine's without --node: measure the baseline, search the settings, verify the result, print a before/after table.", mixinStandardHelpOptions = true)
final class SessionCommand implements Callable<Integer> {
    @Option(names = "--targets", defaultValue = "option-2", description = "The targets to reach: option-1, option-2, tier-2 or option-3 (default ${DEFAULT-VALUE}).")
    private String targets = "option-2";

    @Option(names = "--budget", converter = Quantities.DurationConverter.class, defaultValue = "5m", description = "How long the session may take (default ${DEFAULT-VALUE}).")
    private Duration budget = Duration.ofMinutes(5);

    @Option(names = "--seed", defaultValue = "1", description = "Random seed of the search (default ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--strategy", defaultValue = Strategies.AUTO, description = "The search strategy: random, genetic, greedy, annealing, gp or auto (default ${DEFAULT-VALUE}).")
    private String strategy = Strategies.AUTO;

    @Option(names = "--goal", defaultValue = "held-rate", paramLabel = "GOAL", description = "What to seek among the settings that keep the targets: held-rate, the highest rate; or cost, the lowest cost of a request at the targets' own rate (default ${DEFAULT-VALUE}).")
    private String goal = Goal.HELD_RATE.id();

    @Option(names = "--hold", paramLabel = "KNOB", split = ",", description = "Ids of knobs, separated by commas, that keep their present values during the session, in the baseline too.")
    private List<String> held = List.of();

    @Option(names = "--resume", paramLabel = "ID", description = "Continue a session that was stopped or interrupted. It keeps the targets, budget, seed, strategy, goal and held knobs it was started with; those given here are ignored.")
    private @Nullable Long resume;

    @Option(names = "--require", description = "Exit with 1 unless the best configuration meets every target.")
    private boolean require;

    @Option(names = "--out", paramLabel = "DIR", description = "The folder for session.json and session.html (default: the current folder).")
    private Path out = Path.of(".");

    @Option(names = "--json", description = "Print the report as JSON instead of the table.")
    private boolean json;

    @Mixin
    private NodeAccess node = new NodeAccess();

    @Override
    public Integer call() throws SetupException, InterruptedException, IOException {
        if (!Strategies.NAMES.contains(strategy)) {
            throw new SetupException("--strategy " + strategy + ": there are " + String.join(", ", Strategies.NAMES));
        }
        SessionRequest request = new SessionRequest(Profiles.byId(targets).id(), budget, Workload.DEFAULT, seed, true, strategy, held,
                goal());
        writable(out);
        try {
            Optional<Node> there = node.attached();
            SessionRun run = new SessionRun(request, resume);
            return there.isPresent() ? run.followOn(there.get(), this::write, require) : run.follow(this::write, require);
        } catch (NodeUnreachableException e) {
            System.err.println("gpudyno: " + e.getMessage());
            return Exit.UNREACHABLE;
        }
    }

    private Goal goal() throws SetupException {
        try {
            return Goal.byId(goal);
        } catch (IllegalArgumentException e) {
            throw new SetupException("--goal: " + e.getMessage(), e);
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

    private void write(SessionReport report) throws IOException {
        Files.writeString(out.resolve("session.json"), Json.pretty(report));
        Files.writeString(out.resolve("session.html"), SessionPage.of(report));
        System.out.println(json ? Json.pretty(report) : '\n' + SessionTable.of(report));
    }
}
