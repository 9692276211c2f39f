package gpudyno.tune.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import gpudyno.tune.Pareto;
import gpudyno.tune.space.Point;
import gpudyno.tune.space.Space;
import gpudyno.tune.strategy.Outcome;
import gpudyno.tune.strategy.Strategies;
import gpudyno.tune.strategy.Strategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Searches a server's launch flags: every trial starts it anew, loads it and stops it. All trials get the same requests, and one that is
/// clearly worse than the best is dropped early. The best few are measured once more with other requests, because the best of many noisy
/// values is too optimistic; the mean of both decides.
///
/// With several goals, each trial optimizes under other weights, so that the search moves along the front. Its knee is measured again.
public final class CommandSearch {
    private static final int FINALISTS = 3;
    /// Share of a trial after which it can be dropped.
    private static final double LEAST = 0.25;

    /// The proposed configuration.
    ///
    /// @param value of the objective, of several the first: mean of its trials
    /// @param meters means
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Best(Map<String, Object> config, double value, int trials, Map<String, Double> meters) {}

    private final CommandPlan plan;
    private final CommandTrial trial;
    private final Race race;
    private final Consumer<Evaluation> onEvaluation;
    private final Pareto pareto;
    private final Map<Point, Evaluation> tried = new LinkedHashMap<>();
    private final List<Evaluation> confirmations = new ArrayList<>();

    /// @param self the words that start this program
    /// @param journal of started processes
    /// @param onEvaluation called after each trial
    public CommandSearch(CommandPlan plan, List<String> self, StartedProcesses journal, Consumer<Evaluation> onEvaluation) {
        this.plan = plan;
        this.trial = new CommandTrial(plan, List.copyOf(self), journal);
        this.race = new Race(plan, LEAST);
        this.onEvaluation = onEvaluation;
        this.pareto = new Pareto(plan.goals().stream().map(goal -> new Pareto.Goal(goal.meter(), goal.maximize())).toList());
    }

    public Space space() {
        return plan.space();
    }

    public List<Evaluation> evaluations() {
        return List.copyOf(tried.values());
    }

    /// Second measurements of the finalists.
    public List<Evaluation> confirmations() {
        return List.copyOf(confirmations);
    }

    /// Runs to the end. When it returns or throws, no process it started is left.
    ///
    /// @throws IllegalArgumentException if the program cannot be started at all, or its port is taken
    public void run(String strategy, int trials, long seed) throws InterruptedException {
        if (plan.goals().size() == 1) {
            searchOne(strategy, trials, seed);
        } else {
            searchFront(strategy, trials, seed);
        }
        confirm(seed + 1);
    }

    private void searchOne(String strategy, int trials, long seed) throws InterruptedException {
        Strategy searcher = Strategies.create(strategy, space(), seed, trials);
        Optional<Point> next = searcher.ask();
        while (tried.size() < trials && next.isPresent()) {
            Evaluation evaluation = evaluate(next.get(), seed);
            searcher.tell(next.get(), outcome(evaluation, cost(evaluation)));
            next = searcher.ask();
        }
    }

    /// Before each trial, a new searcher gets all costs under new weights.
    private void searchFront(String strategy, int trials, long seed) throws InterruptedException {
        RandomGenerator random = new SplittableRandom(seed);
        while (tried.size() < trials) {
            Strategy searcher = Strategies.create(strategy, space(), seed + tried.size(), trials);
            double[] costs = pareto.scalarized(tried.values().stream().map(CommandSearch::feasible).toList(), weights(random));
            int at = 0;
            for (Map.Entry<Point, Evaluation> one : tried.entrySet()) {
                searcher.tell(one.getKey(), outcome(one.getValue(), costs[at++]));
            }
            Optional<Point> next = searcher.ask();
            if (next.isEmpty()) {
                return;
            }
            evaluate(next.get(), seed);
        }
    }

    private static Map<String, Double> feasible(Evaluation evaluation) {
        return evaluation.counts() ? evaluation.meters() : Map.of();
    }

    /// Uniform over all weights with sum 1.
    private double[] weights(RandomGenerator random) {
        double[] weights = random.doubles(plan.goals().size()).map(share -> -Math.log(1 - share)).toArray();
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }

    private static Outcome outcome(Evaluation evaluation, double cost) {
        return Double.isFinite(cost) ? new Outcome.Measured(cost) : new Outcome.Failed(String.valueOf(evaluation.failure()));
    }

    private Evaluation evaluate(Point point, long seed) throws InterruptedException {
        Race.Lap lap = race.lap();
        Evaluation evaluation = trial.of(space().values(point), seed, lap);
        boolean leads = evaluation.counts() && tried.values().stream().filter(Evaluation::counts).allMatch(
                other -> cost(evaluation) < cost(other));
        if (leads) {
            lap.leads(value(evaluation));
        }
        tried.put(point, evaluation);
        onEvaluation.accept(evaluation);
        return evaluation;
    }

    private double cost(Evaluation evaluation) {
        return evaluation.value() == null ? Double.POSITIVE_INFINITY : plan.objective().cost(evaluation.value());
    }

    /// Measures the best once more, down the list until enough have counted again, or twice as many were asked.
    private void confirm(long seed) throws InterruptedException {
        List<Evaluation> ranked = ranked().limit(2 * FINALISTS).toList();
        int counted = 0;
        for (int i = 0; i < ranked.size() && counted < FINALISTS && ranked.size() > 1; i++) {
            Evaluation again = trial.of(ranked.get(i).config(), seed, new Race(plan, 1).lap());
            confirmations.add(again);
            onEvaluation.accept(again);
            counted += again.counts() ? 1 : 0;
        }
    }

    /// Best first; with several goals the knee, then the knee of what is left, and so on.
    private Stream<Evaluation> ranked() {
        List<Evaluation> left = new ArrayList<>(tried.values().stream().filter(Evaluation::counts).toList());
        if (plan.goals().size() == 1) {
            return left.stream().sorted(Comparator.comparingDouble(this::cost));
        }
        List<Evaluation> ranked = new ArrayList<>();
        while (!left.isEmpty() && ranked.size() < 2 * FINALISTS) {
            int knee = pareto.knee(left.stream().map(Evaluation::meters).toList()).orElseThrow();
            ranked.add(left.remove(knee));
        }
        return ranked.stream();
    }

    /// The best of the finalists that counted both times, else the best that counted once; with several goals their knee. Empty when none did.
    public Optional<Best> best() {
        List<Best> candidates = confirmations.isEmpty()
                ? tried.values().stream().filter(Evaluation::counts).map(this::once).toList()
                : confirmations.stream().filter(Evaluation::counts).map(this::twice).toList();
        return plan.goals().size() == 1
                ? candidates.stream().min(Comparator.comparingDouble(best -> plan.objective().cost(best.value)))
                : pareto.knee(candidates.stream().map(Best::meters).toList()).map(candidates::get);
    }

    /// The configurations that no other tried one beats in every goal, with means if measured twice; with one goal, only the best.
    public List<Best> front() {
        List<Best> candidates = tried.values().stream().filter(Evaluation::counts).filter(this::stillCounts)
                .map(evaluation -> again(evaluation).map(this::twice).orElseGet(() -> once(evaluation))).toList();
        return pareto.front(candidates.stream().map(Best::meters).toList()).stream().map(candidates::get).toList();
    }

    private boolean stillCounts(Evaluation evaluation) {
        return again(evaluation).map(Evaluation::counts).orElse(true);
    }

    private Optional<Evaluation> again(Evaluation first) {
        return confirmations.stream().filter(again -> again.config().equals(first.config())).findFirst();
    }

    private Best once(Evaluation only) {
        return new Best(only.config(), value(only), 1, only.meters());
    }

    private Best twice(Evaluation again) {
        Evaluation first = tried.values().stream().filter(evaluation -> evaluation.config().equals(again.config())).findFirst()
                .orElseThrow();
        Map<String, Double> means = new TreeMap<>(first.meters());
        again.meters().forEach((meter, value) -> means.merge(meter, value, (a, b) -> (a + b) / 2));
        return new Best(again.config(), (value(first) + value(again)) / 2, 2, means);
    }

    private static double value(Evaluation evaluation) {
        return evaluation.value() == null ? Double.NaN : evaluation.value();
    }
}
