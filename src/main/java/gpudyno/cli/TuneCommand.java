package gpudyno.cli;

import gpudyno.model.load.Workload;
import gpudyno.model.target.Profiles;
import gpudyno.model.tune.Goal;
import gpudyno.model.tune.ObjectiveDirection;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionRequest;
import gpudyno.report.SessionTable;
import gpudyno.store.Json;
import gpudyno.store.MeasuredSpace;
import gpudyno.tune.Performance;
import gpudyno.tune.Replay;
import gpudyno.tune.strategy.Strategies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "tune", description = "Search for the best configuration of this machine's node, of a server's launch flags, or in a recorded space to compare strategies.", mixinStandardHelpOptions = true)
final class TuneCommand implements Callable<Integer> {
    private static final List<String> SUBJECTS = List.of("serving", "command", "replay");
    private static final int[] MILESTONES = {50, 100, 200};
    /// Number of random searches that P is computed from.
    private static final int BASELINE = 100;
    private static final int MOST_TRIALS = 100_000;
    private static final int MOST_REPEATS = 10_000;

    @Option(names = "--subject", paramLabel = "SUBJECT", required = true, description = "What to search. serving: this machine's node, as `gpudyno session` does; command: a server's launch flags; replay: a file in which every configuration is already measured.")
    private String subject = "";

    @Option(names = "--space", paramLabel = "FILE", description = "For command: a YAML file, or simulate-llm, vllm, sglang, llama-server or triton. For replay: a Kernel Tuner cache or a T4 file, plain or gzip.")
    private @Nullable Path space;

    @Option(names = "--strategy", defaultValue = Strategies.AUTO, description = "The search strategy: random, sobol, genetic, greedy, annealing, gp or auto (default ${DEFAULT-VALUE}).")
    private String strategy = Strategies.AUTO;

    @Option(names = "--trials", defaultValue = "200", description = "The most trials of a search (default ${DEFAULT-VALUE}).")
    private int trials;

    @Option(names = "--repeats", defaultValue = "1", description = "How many searches to run, each with the next seed (default ${DEFAULT-VALUE}).")
    private int repeats;

    @Option(names = "--seed", defaultValue = "1", description = "Random seed of the first search (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--targets", defaultValue = "option-2", description = "For serving: the targets to reach, option-1, option-2, tier-2 or option-3 (default ${DEFAULT-VALUE}).")
    private String targets = "option-2";

    @Option(names = "--budget", converter = Quantities.DurationConverter.class, defaultValue = "5m", description = "For serving: how long the session may take, used instead of --trials (default ${DEFAULT-VALUE}).")
    private Duration budget = Duration.ofMinutes(5);

    @Option(names = "--hold", paramLabel = "KNOB", split = ",", description = "For serving: ids of knobs, separated by commas, that keep their present values during the session, in the baseline too.")
    private List<String> held = List.of();

    @Option(names = "--goal", paramLabel = "GOAL", description = "For command: `pareto` searches the Pareto front of throughput, p95, memory and cost instead of the objective in the space's file.")
    private @Nullable String goal;

    @Option(names = "--maximize", description = "For replay: larger values of the measured objective are better, whatever the file, the objective's name or its unit says.")
    private boolean maximize;

    @Option(names = "--minimize", description = "For replay: smaller values are better.")
    private boolean minimize;

    @Option(names = "--json", paramLabel = "FILE", description = "Write every trial to this JSON file.")
    private @Nullable Path json;

    @Override
    public Integer call() throws SetupException, IOException, InterruptedException {
        check();
        if (subject.equals("serving")) {
            SessionRequest request = new SessionRequest(Profiles.byId(targets).id(), budget, Workload.DEFAULT, seed, true, strategy, held,
                    Goal.HELD_RATE);
            return new SessionRun(request, null).follow(this::tell, false);
        }
        Path file = Objects.requireNonNull(space);
        if (subject.equals("command")) {
            return new CommandTuning(file, isPareto(), strategy, trials, seed, json).run();
        }
        MeasuredSpace measured = directed(file);
        Replay replay = new Replay(measured);
        List<Replay.Search> searches = new ArrayList<>();
        for (int repeat = 0; repeat < repeats; repeat++) {
            searches.add(replay.search(strategy, trials, seed + repeat));
            progress(repeat + 1);
        }
        double performance = Performance.of(replay, searches, baseline(replay), trials);
        print(file, measured, replay, searches, performance);
        if (json != null) {
            write(json, file, measured, replay, searches, performance);
        }
        return Exit.FINISHED;
    }

    private MeasuredSpace directed(Path file) throws SetupException {
        MeasuredSpace measured = MeasuredSpace.read(file);
        if (maximize || minimize) {
            return measured.towards(ObjectiveDirection.requested(maximize));
        }
        if (measured.direction().isEmpty()) {
            throw new SetupException("objective '" + measured.objective() + "' of " + file
                    + ": neither the file nor the name and unit tell whether more or less of it is better; say --maximize or --minimize");
        }
        return measured;
    }

    /// Random searches to compare with; their seeds differ from those of the strategy.
    private List<Replay.Search> baseline(Replay replay) {
        return LongStream.range(0, BASELINE).mapToObj(i -> replay.search("random", trials, Long.MAX_VALUE - i)).toList();
    }

    private void tell(SessionReport report) throws IOException {
        System.out.println('\n' + SessionTable.of(report));
        if (json != null) {
            Files.writeString(json, Json.pretty(report));
        }
    }

    private void check() throws SetupException {
        if (!SUBJECTS.contains(subject)) {
            throw new SetupException("--subject " + subject + ": there are " + String.join(", ", SUBJECTS));
        }
        boolean serving = subject.equals("serving");
        if (!serving && space == null) {
            throw new SetupException("--space FILE is needed with --subject " + subject);
        }
        if (serving && space != null) {
            throw new SetupException("--space goes with --subject command or replay; serving turns the node's own knobs");
        }
        if (!serving && !held.isEmpty()) {
            throw new SetupException("--hold goes with --subject serving; another space leaves out what it does not name");
        }
        if (!subject.equals("replay") && repeats > 1) {
            throw new SetupException("--repeats goes with --subject replay; a search of a real server runs once");
        }
        if (maximize && minimize) {
            throw new SetupException("--maximize and --minimize exclude each other");
        }
        if ((maximize || minimize) && !subject.equals("replay")) {
            throw new SetupException((maximize ? "--maximize" : "--minimize")
                    + " goes with --subject replay; serving goes by its targets, command by the objective in its space file");
        }
        if (goal != null && !(goal.equals("pareto") && subject.equals("command"))) {
            throw new SetupException(
                    "--goal " + goal + ": there is pareto, with --subject command; one goal is the space file's objective");
        }
        if (!Strategies.NAMES.contains(strategy)) {
            throw new SetupException("--strategy " + strategy + ": there are " + String.join(", ", Strategies.NAMES));
        }
        if (trials < 1 || trials > MOST_TRIALS) {
            throw new SetupException("--trials must lie from 1 to " + MOST_TRIALS + ", got " + trials);
        }
        if (repeats < 1 || repeats > MOST_REPEATS) {
            throw new SetupException("--repeats must lie from 1 to " + MOST_REPEATS + ", got " + repeats);
        }
        if (json != null && json.toAbsolutePath().getParent() != null && !Files.isWritable(json.toAbsolutePath().getParent())) {
            throw new SetupException("--json " + json + " cannot be written");
        }
    }

    private boolean isPareto() {
        return goal != null;
    }

    private void progress(int done) {
        if (System.console() != null && System.console().isTerminal()) {
            System.err.printf(Locale.ROOT, "\r%d of %d searches%s", done, repeats, done == repeats ? "\n" : "");
        }
    }

    private void print(Path file, MeasuredSpace measured, Replay replay, List<Replay.Search> searches, double performance) {
        System.out.printf(Locale.ROOT, "%s: %,d configurations, optimum %.6g%n", file.getFileName(), replay.size(), replay.optimum());
        measured.direction()
                .ifPresent(direction -> System.out.printf(Locale.ROOT, "%s is %s: %s%n", measured.objective(), direction.word(),
                        direction.why()));
        for (int milestone : MILESTONES) {
            if (milestone <= trials) {
                double mean = fraction(replay, searches, milestone);
                System.out.printf(Locale.ROOT, "after %4d trials  %5.1f %% of the optimum (mean of %d searches)%n", milestone, 100 * mean,
                        searches.size());
            }
        }
        System.out.printf(Locale.ROOT, "P %.2f: 0 is as good as random search, 1 the optimum at once%n", performance);
        System.out.printf(Locale.ROOT, "%s itself took %.2f ms a trial%n", strategy,
                searches.stream().mapToDouble(Replay.Search::millisPerTrial).average().orElse(0));
    }

    private void write(Path to, Path file, MeasuredSpace measured, Replay replay, List<Replay.Search> searches, double performance)
            throws IOException {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("strategy", strategy);
        report.put("space", String.valueOf(file.getFileName()));
        report.put("size", replay.size());
        report.put("optimum", replay.optimum());
        measured.direction().ifPresent(direction -> report.put("objective", Map.of("name", measured.objective(), "maximize",
                direction.maximize(), "basis", direction.basis(), "why", direction.why())));
        report.put("summary", summary(replay, searches, performance));
        report.put("repeats", searches.stream().map(TuneCommand::json).toList());
        Files.writeString(to, Json.pretty(report));
    }

    private Map<String, Object> summary(Replay replay, List<Replay.Search> searches, double performance) {
        Map<String, Object> summary = new LinkedHashMap<>();
        for (int milestone : MILESTONES) {
            if (milestone <= trials) {
                summary.put("fractionAt" + milestone, fraction(replay, searches, milestone));
            }
        }
        if (Double.isFinite(performance)) {
            summary.put("performance", performance);
        }
        return summary;
    }

    private static double fraction(Replay replay, List<Replay.Search> searches, int milestone) {
        return searches.stream().mapToDouble(search -> replay.fractionOfOptimum(search, milestone)).average().orElse(0);
    }

    private static Map<String, Object> json(Replay.Search search) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("seed", search.seed());
        one.put("millisPerTrial", search.millisPerTrial());
        one.put("evaluations", search.evaluations().stream().map(TuneCommand::json).toList());
        return one;
    }

    /// Contains either a value or a failure, never a null.
    private static Map<String, Object> json(Replay.Evaluation evaluation) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("config", evaluation.config());
        if (evaluation.value() != null) {
            one.put("value", evaluation.value());
        } else {
            one.put("failure", evaluation.failure());
        }
        return one;
    }
}
