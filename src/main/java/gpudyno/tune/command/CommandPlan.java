package gpudyno.tune.command;

import gpudyno.model.load.Slo;
import gpudyno.tune.space.Parameter;
import gpudyno.tune.space.Space;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How to start a server with a configuration, load it, and judge the result.
///
/// @param environment variables set besides the inherited ones
/// @param port it listens on; 0 for a free one each time
/// @param health path that answers 200 when it is ready
/// @param startTimeout after which a start counts as failed
/// @param goals what to optimize: one goal, or several for a Pareto front
/// @param pricePerHour of the machine, in any currency; 0 where it is not known
/// @param bounds every one of which a configuration must keep to count
public record CommandPlan(LaunchTemplate launch, Map<String, String> environment, int port, String health, Duration startTimeout,
        Space space, TrialLoad load, List<Objective> goals, double pricePerHour, List<Slo> bounds) {
    public CommandPlan {
        environment = Map.copyOf(environment);
        goals = List.copyOf(goals);
        bounds = List.copyOf(bounds);
        Set<String> names = space.parameters().stream().map(Parameter::name).collect(Collectors.toSet());
        launch.checkAgainst(names);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: it lies from 1 to 65535, or is left out for a free one; got " + port);
        }
        if (port == 0 && launch.words().stream().noneMatch(word -> word.contains("{" + LaunchTemplate.PORT + "}"))) {
            throw new IllegalArgumentException("launch: without {port} in it, the port the server listens on must be given by port:");
        }
        if (!health.startsWith("/")) {
            throw new IllegalArgumentException("health: a path such as /health is needed, got '" + health + "'");
        }
        if (goals.isEmpty() || goals.stream().map(Objective::meter).distinct().count() < goals.size()) {
            throw new IllegalArgumentException(
                    "objective: pareto needs meters, each once, got " + goals.stream().map(Objective::meter).toList());
        }
        for (Objective goal : goals) {
            if (goal.meter().equals("held.rate") != load.findsMax()) {
                throw new IllegalArgumentException("objective held.rate and load scenario find-max go together");
            }
            if (goal.meter().equals(Objective.COST) && !(pricePerHour > 0)) {
                throw new IllegalArgumentException("objective " + Objective.COST + ": pricePerHour is needed, above 0");
            }
            if (bounds.isEmpty() && (goal.meter().equals("goodput.rps") || load.findsMax())) {
                throw new IllegalArgumentException("bounds: " + goal.meter() + " is counted within bounds, and there are none");
            }
        }
    }

    /// The one goal, or the first of several.
    public Objective objective() {
        return goals.getFirst();
    }

    /// This plan with a Pareto front sought: throughput, p95, the memory of the server's processes, and the cost where a price is known.
    ///
    /// @throws IllegalArgumentException if the load searches for a rate, which is one goal by itself
    public CommandPlan forPareto() {
        List<Objective> several = Stream.of("throughput.rps", "latency.p95.ms", Objective.MEMORY, Objective.COST)
                .filter(meter -> pricePerHour > 0 || !meter.equals(Objective.COST)).map(Objective::natural).toList();
        return new CommandPlan(launch, environment, port, health, startTimeout, space, load, several, pricePerHour, bounds);
    }
}
