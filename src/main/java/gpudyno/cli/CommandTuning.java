package gpudyno.cli;

import gpudyno.store.DataFolder;
import gpudyno.store.Json;
import gpudyno.tune.command.CommandPlan;
import gpudyno.tune.command.CommandPlanFile;
import gpudyno.tune.command.CommandSearch;
import gpudyno.tune.command.Evaluation;
import gpudyno.tune.command.Objective;
import gpudyno.tune.command.StartedProcesses;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `gpudyno tune --subject command`: searches the launch flags of a server. The report is rewritten after every trial, so that an
/// interrupted search keeps its results.
final class CommandTuning {
    /// Spaces that come with the program.
    static final List<String> READY_MADE = List.of("simulate-llm", "vllm", "sglang", "llama-server", "triton");

    private final String space;
    private final String strategy;
    private final int trials;
    private final long seed;
    private final @Nullable Path json;
    private final CommandPlan plan;
    private final StartedProcesses journal = new StartedProcesses(DataFolder.platformDefault().resolve("started"));
    private final CommandSearch search;
    private final long start = System.nanoTime();
    private boolean stopped;

    /// @param space a file, or the name of a ready-made one
    /// @param pareto whether to search for a Pareto front instead of the file's objective
    CommandTuning(Path space, boolean pareto, String strategy, int trials, long seed, @Nullable Path json) throws SetupException {
        this.space = space.toString();
        this.strategy = strategy;
        this.trials = trials;
        this.seed = seed;
        this.json = json;
        CommandPlan read = read(space);
        this.plan = pareto && read.goals().size() == 1 ? read.forPareto() : read;
        AllowedCommands.in(ConfigFolder.platformDefault()).check(plan.launch());
        this.search = new CommandSearch(plan, ProgramItself.words(), journal, this::tell);
    }

    private static CommandPlan read(Path space) throws SetupException {
        try {
            return CommandPlanFile.parse(text(space));
        } catch (IOException e) {
            throw new SetupException("--space " + space + " cannot be read: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new SetupException("--space " + space + ": " + e.getMessage(), e);
        }
    }

    private static String text(Path space) throws IOException, SetupException {
        if (Files.isRegularFile(space)) {
            if (Files.size(space) > CommandPlanFile.MOST) {
                throw new SetupException("--space " + space + " is larger than " + (CommandPlanFile.MOST >> 10) + " KiB");
            }
            return Files.readString(space);
        }
        if (!READY_MADE.contains(space.toString())) {
            throw new SetupException("--space " + space + ": there is no such file, and the ready-made ones are "
                    + String.join(", ", READY_MADE));
        }
        try (InputStream in = CommandTuning.class.getResourceAsStream("/gpudyno/tune/" + space + ".yaml")) {
            return new String(java.util.Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    int run() throws SetupException, InterruptedException {
        endLeftovers();
        System.err.printf(Locale.ROOT, "Searching %s configurations of %s for the %s.%n",
                search.space().size().isPresent() ? String.format(Locale.ROOT, "%,d", search.space().size().getAsLong()) : "very many",
                space, plan.goals().stream().map(goal -> (goal.maximize() ? "greatest " : "least ") + goal.meter())
                        .collect(Collectors.joining(", the ")));
        Thread main = Thread.currentThread();
        try (Interruption interruption = Interruption.watch()) {
            interruption.onInterrupt(main::interrupt);
            try {
                search.run(strategy, trials, seed);
            } catch (InterruptedException e) {
                stopped = true;
            } catch (IllegalArgumentException | UncheckedIOException e) {
                if (!search.evaluations().isEmpty()) {
                    System.out.println(conclusion());
                }
                throw new SetupException(String.valueOf(e.getMessage()), e);
            }
            write();
        }
        System.out.println(conclusion());
        return stopped ? Exit.INTERRUPTED : status();
    }

    private int status() {
        if (search.best().isPresent()) {
            return Exit.FINISHED;
        }
        return search.evaluations().stream().anyMatch(one -> !one.meters().isEmpty()) ? Exit.BOUND_MISSED : Exit.SETUP;
    }

    private void endLeftovers() throws InterruptedException {
        List<Long> ended = journal.endLeftovers();
        if (!ended.isEmpty()) {
            System.err.println(
                    "A search before this one was cut off in the middle; what it had left running was ended: process " + ended.stream()
                            .map(String::valueOf).collect(Collectors.joining(", ")) + ".");
        }
    }

    private void tell(Evaluation evaluation) {
        System.err.printf(Locale.ROOT, "#%-3d %5.1f s  %s  %s%n", search.evaluations().size() + search.confirmations().size(),
                evaluation.seconds(),
                evaluation.value() == null
                        ? String.valueOf(evaluation.failure())
                        : evaluation.dropped() == null
                                ? figures(evaluation.meters())
                                : String.format(Locale.ROOT, "%s about %.5g (%s)", plan.objective().meter(), evaluation.value(),
                                        evaluation.dropped()),
                words(evaluation.config()));
        try {
            write();
        } catch (SetupException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static String words(Map<String, Object> config) {
        return config.entrySet().stream().map(knob -> knob.getKey() + "=" + knob.getValue()).collect(Collectors.joining(" "));
    }

    private String figures(Map<String, Double> meters) {
        return plan.goals().stream().map(Objective::meter)
                .map(meter -> String.format(Locale.ROOT, "%s %.5g", meter, meters.getOrDefault(meter, Double.NaN)))
                .collect(Collectors.joining("  "));
    }

    private String conclusion() {
        Optional<CommandSearch.Best> best = search.best();
        String spent = String.format(Locale.ROOT, "%d trials and %d to confirm, %.0f s", search.evaluations().size(),
                search.confirmations().size(), seconds());
        String front = plan.goals().size() == 1
                ? ""
                : search.front().stream().map(one -> "Front: " + figures(one.meters()) + "  with " + words(one.config()) + "\n")
                        .collect(Collectors.joining());
        return front + best
                .map(found -> String.format(Locale.ROOT, "%s: %s with %s (mean of %d; %s)", front.isEmpty() ? "Best" : "Knee",
                        figures(found.meters()), words(found.config()), found.trials(), spent))
                .orElse("No configuration ran and kept the bounds (" + spent + ").");
    }

    private double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    private void write() throws SetupException {
        if (json == null) {
            return;
        }
        Map<String, Object> repeat = new LinkedHashMap<>();
        repeat.put("seed", seed);
        repeat.put("seconds", seconds());
        repeat.put("interrupted", stopped);
        repeat.put("evaluations", search.evaluations());
        repeat.put("confirmations", search.confirmations());
        search.best().ifPresent(best -> repeat.put("best", best));
        if (plan.goals().size() > 1) {
            repeat.put("front", search.front());
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("strategy", strategy);
        report.put("space", space);
        search.space().size().ifPresent(size -> report.put("size", size));
        report.put("objective", Map.of("meter", plan.objective().meter(), "maximize", plan.objective().maximize()));
        report.put("goals", plan.goals());
        report.put("bounds", plan.bounds());
        report.put("repeats", List.of(repeat));
        try {
            Path written = json.resolveSibling(json.getFileName() + ".part");
            Files.writeString(written, Json.pretty(report));
            Files.move(written, json, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new SetupException("--json " + json + " cannot be written: " + e.getMessage(), e);
        }
    }
}
