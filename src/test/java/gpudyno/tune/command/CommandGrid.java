package gpudyno.tune.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The optimizer beside the whole grid, on the simulated LLM server: how near it comes to the exhaustive best in which share of the time. Both
/// winners are measured again in turns, A B B A, for the best of a hundred noisy figures flatters itself. Run by `packaging/bench/command-grid`.
final class CommandGrid {
    private static final List<String> SELF = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
            "-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), "gpudyno.cli.Main");
    private static final String PLAN = """
        launch: ["{gpudyno}", simulate, llm, --port, "{port}", --max-num-seqs, "{max-num-seqs}",
                 --max-num-batched-tokens, "{max-num-batched-tokens}", --gpu-memory-utilization, "{gpu-memory-utilization}"]
        startTimeout: 30s
        knobs:
          max-num-seqs: [8, 16, 32, 64, 128]
          max-num-batched-tokens: [128, 512, 1024, 2048]
          gpu-memory-utilization: [0.3, 0.5, 0.7, 0.9]
        constraints: ["max-num-batched-tokens >= max-num-seqs"]
        load: {model: simulated-llm, scenario: closed, connections: 64, duration: 3s, warmup: 1s, inputTokens: "normal:256,64", outputTokens: "16"}
        objective: {maximize: throughput.rps}
        bounds: ttft.p95=2s,tpot.p95=60ms,errors=1%
        """;

    private CommandGrid() {
    }

    /// @param args trials of the search, seed
    public static void main(String[] args) throws IOException, InterruptedException {
        int trials = Integer.parseInt(args[0]);
        long seed = Long.parseLong(args[1]);
        CommandPlan plan = CommandPlanFile.parse(PLAN);
        Path folder = Files.createTempDirectory("command-grid");
        StartedProcesses journal = new StartedProcesses(folder);
        CommandTrial trial = new CommandTrial(plan, SELF, journal);
        List<Evaluation> grid = grid(plan, trial, seed);
        double whole = grid.stream().mapToDouble(Evaluation::seconds).sum();
        Evaluation best = grid.stream().filter(Evaluation::counts)
                .max(Comparator.comparingDouble(one -> one.value() == null ? 0 : one.value())).orElseThrow();
        System.out.printf(Locale.ROOT, "grid      %3d trials  %5.0f s  best %.2f/s  %s%n", grid.size(), whole, best.value(), best.config());

        long start = System.nanoTime();
        CommandSearch search = new CommandSearch(plan, SELF, journal, CommandGrid::tell);
        search.run("auto", trials, seed);
        double seconds = (System.nanoTime() - start) / 1e9;
        CommandSearch.Best found = search.best().orElseThrow();
        System.out.printf(Locale.ROOT, "optimizer %3d trials  %5.0f s  best %.2f/s  %s%n",
                search.evaluations().size() + search.confirmations().size(),
                seconds, found.value(), found.config());

        double ratio = again(trial, found.config(), best.config(), seed + 100);
        System.out.printf(Locale.ROOT,
                "wall time %.1f %% of the grid's (bar 25 %%); winner %.1f %% of the grid's best, both measured again (bar 97 %%)%n",
                100 * seconds / whole, 100 * ratio);
        Files.deleteIfExists(folder);
    }

    private static List<Evaluation> grid(CommandPlan plan, CommandTrial trial, long seed) throws InterruptedException {
        List<Evaluation> grid = new ArrayList<>();
        for (Object sequences : plan.space().parameters().get(0).values()) {
            for (Object tokens : plan.space().parameters().get(1).values()) {
                for (Object memory : plan.space().parameters().get(2).values()) {
                    grid.add(trial.of(Map.of("max-num-seqs", sequences, "max-num-batched-tokens", tokens, "gpu-memory-utilization", memory),
                            seed,
                            new Race(plan, 1).lap()));
                    tell(grid.getLast());
                }
            }
        }
        return grid;
    }

    /// Throughput of one configuration over that of another, each measured twice with fresh requests; a trial that breaks a bound counts by its
    /// throughput all the same.
    private static double again(CommandTrial trial, Map<String, Object> found, Map<String, Object> best, long seed)
            throws InterruptedException {
        if (found.equals(best)) {
            return 1;
        }
        double a = 0;
        double b = 0;
        for (boolean ours : new boolean[]{true, false, false, true}) {
            double rate = trial.of(ours ? found : best, seed, new Race(CommandPlanFile.parse(PLAN), 1).lap()).meters()
                    .getOrDefault("throughput.rps", 0.0);
            a += ours ? rate : 0;
            b += ours ? 0 : rate;
        }
        return a / b;
    }

    private static void tell(Evaluation one) {
        System.out.printf(Locale.ROOT, "  %4.1f s  %-9s %s%s%n", one.seconds(),
                one.value() == null ? "-" : String.format(Locale.ROOT, "%.2f/s", one.value()), one.config(),
                one.failure() != null ? "  " + one.failure() : one.dropped() != null ? "  " + one.dropped() : "");
    }
}
