package gpudyno.tune.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import gpudyno.load.TargetUnreachableException;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.SloVerdict;
import gpudyno.model.tune.TrialFailure;
import gpudyno.tune.space.Point;
import gpudyno.tune.space.Space;
import gpudyno.tune.strategy.Outcome;
import gpudyno.tune.strategy.Strategies;
import gpudyno.tune.strategy.Strategy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Searches a server's launch flags: every trial starts it anew, loads it and stops it. The best few are measured once more with other requests,
/// for the best of many noisy figures is too good to be true; the mean of both decides.
public final class CommandSearch {
    private static final int FINALISTS = 3;

    /// One trial.
    ///
    /// @param value of the objective; null where the configuration does not count
    /// @param failure why it does not: it did not run, or broke a bound; null otherwise
    /// @param meters what was measured, also where a bound was broken
    /// @param seconds from its start to its end
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Evaluation(Map<String, Object> config, @Nullable Double value, @Nullable String failure, Map<String, Double> meters,
            double seconds) {}

    /// The winner.
    ///
    /// @param value mean of its trials
    public record Best(Map<String, Object> config, double value, int trials) {}

    private final CommandPlan plan;
    private final List<String> self;
    private final Consumer<Evaluation> onEvaluation;
    private final Space space;
    private final List<Evaluation> evaluations = new ArrayList<>();
    private final List<Evaluation> confirmations = new ArrayList<>();

    /// @param self the words that start this program
    /// @param onEvaluation told of each trial when it has ended
    public CommandSearch(CommandPlan plan, List<String> self, Consumer<Evaluation> onEvaluation) {
        this.plan = plan;
        this.self = List.copyOf(self);
        this.onEvaluation = onEvaluation;
        this.space = Space.where(plan.knobs(), _ -> true);
    }

    public Space space() {
        return space;
    }

    public List<Evaluation> evaluations() {
        return List.copyOf(evaluations);
    }

    /// Second measurements of the finalists.
    public List<Evaluation> confirmations() {
        return List.copyOf(confirmations);
    }

    /// Runs to the end. When it returns or throws, no process it started is left.
    ///
    /// @throws IllegalArgumentException if the program cannot be started at all, or its port is taken
    public void run(String strategy, int trials, long seed) throws InterruptedException {
        Strategy searcher = Strategies.create(strategy, space, seed, trials);
        while (evaluations.size() < trials) {
            Optional<Point> next = searcher.ask();
            if (next.isEmpty()) {
                break;
            }
            Evaluation evaluation = evaluate(space.values(next.get()), seed);
            evaluations.add(evaluation);
            onEvaluation.accept(evaluation);
            searcher.tell(next.get(), evaluation.value == null
                    ? new Outcome.Failed(String.valueOf(evaluation.failure))
                    : new Outcome.Measured(plan.objective().cost(evaluation.value)));
        }
        confirm(seed + 1);
    }

    /// Measures the best once more, down the list until enough have counted again, or twice as many were asked.
    private void confirm(long seed) throws InterruptedException {
        List<Evaluation> ranked = evaluations.stream().filter(evaluation -> evaluation.value != null)
                .sorted(Comparator.comparingDouble(this::cost)).limit(2 * FINALISTS).toList();
        int counted = 0;
        for (int i = 0; i < ranked.size() && counted < FINALISTS && ranked.size() > 1; i++) {
            Evaluation again = evaluate(ranked.get(i).config, seed);
            confirmations.add(again);
            onEvaluation.accept(again);
            counted += again.value == null ? 0 : 1;
        }
    }

    private double cost(Evaluation evaluation) {
        return evaluation.value == null ? Double.POSITIVE_INFINITY : plan.objective().cost(evaluation.value);
    }

    /// The best of the finalists that counted both times, else the best that counted once; empty when none did.
    public Optional<Best> best() {
        Optional<Best> confirmed = confirmations.stream().filter(again -> again.value != null).map(this::mean)
                .min(Comparator.comparingDouble(best -> plan.objective().cost(best.value)));
        return confirmed.isPresent() || !confirmations.isEmpty()
                ? confirmed
                : evaluations.stream().filter(evaluation -> evaluation.value != null).min(Comparator.comparingDouble(this::cost))
                        .map(only -> new Best(only.config, value(only), 1));
    }

    private Best mean(Evaluation again) {
        Evaluation first = evaluations.stream().filter(evaluation -> evaluation.config.equals(again.config)).findFirst().orElseThrow();
        return new Best(again.config, (value(first) + value(again)) / 2, 2);
    }

    private static double value(Evaluation evaluation) {
        return evaluation.value == null ? Double.NaN : evaluation.value;
    }

    private Evaluation evaluate(Map<String, Object> config, long seed) throws InterruptedException {
        long start = System.nanoTime();
        Map<String, Double> meters = Map.of();
        String failure;
        try {
            RunReport report = measure(config, seed);
            meters = Objective.meters(report);
            failure = infeasible(report, meters);
        } catch (TrialFailure e) {
            failure = String.valueOf(e.getMessage());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return failure.isEmpty()
                ? new Evaluation(config, meters.get(plan.objective().meter()), null, meters, seconds)
                : new Evaluation(config, null, failure, meters, seconds);
    }

    private RunReport measure(Map<String, Object> config, long seed) throws TrialFailure, InterruptedException {
        int port = port();
        URI server = URI.create("http://127.0.0.1:" + port + "/");
        try (ServerProcess process = ServerProcess.start(plan.launch().of(config, port, self), plan.environment())) {
            process.awaitHealthy(server.resolve(plan.health()), plan.startTimeout());
            RunReport report;
            try {
                report = plan.load().run(server, plan.bounds(), seed);
            } catch (TargetUnreachableException e) {
                process.checkAlive("during the load");
                throw new TrialFailure(String.valueOf(e.getMessage()), e);
            }
            process.checkAlive("during the load");
            return report;
        }
    }

    /// A port nobody listens on, or another server would be measured.
    private int port() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), plan.port()));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalArgumentException("port " + plan.port() + " is taken by another program; give another, or leave port: out", e);
        }
    }

    /// Why a measured configuration does not count; empty where it does.
    private String infeasible(RunReport report, Map<String, Double> meters) {
        if (report.findings() != null && report.findings().aborted() != null) {
            return "stopped early: " + report.findings().aborted();
        }
        // A search for the highest rate keeps the bounds by itself; its figures are of the last probe that did.
        String missed = plan.load().findsMax()
                ? ""
                : report.slo().stream().filter(verdict -> !verdict.met()).map(CommandSearch::told).collect(Collectors.joining(", "));
        Double value = meters.get(plan.objective().meter());
        return !missed.isEmpty()
                ? missed
                : value == null || !(value > 0) ? plan.objective().meter() + " could not be measured" : "";
    }

    private static String told(SloVerdict verdict) {
        Double value = verdict.value();
        return String.format(Locale.ROOT, "%s %s, bound %.4g", verdict.meter(),
                value == null ? "was not measured" : String.format(Locale.ROOT, "%.4g", value), verdict.bound());
    }
}
