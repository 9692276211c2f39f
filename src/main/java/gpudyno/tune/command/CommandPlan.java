package gpudyno.tune.command;

import gpudyno.load.Slo;
import gpudyno.tune.space.Parameter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// How a server is started with a configuration, loaded, and judged.
///
/// @param environment variables set besides the inherited ones
/// @param port it listens on; 0 for a free one each time
/// @param health path that answers 200 when it is ready
/// @param startTimeout after which a start counts as failed
/// @param objective what is sought
/// @param bounds every one of which a configuration must keep to count
public record CommandPlan(LaunchTemplate launch, Map<String, String> environment, int port, String health, Duration startTimeout,
        List<Parameter> knobs, TrialLoad load, Objective objective, List<Slo> bounds) {
    public CommandPlan {
        environment = Map.copyOf(environment);
        knobs = List.copyOf(knobs);
        bounds = List.copyOf(bounds);
        Set<String> names = knobs.stream().map(Parameter::name).collect(Collectors.toSet());
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
        if (objective.meter().equals("held.rate") != load.findsMax()) {
            throw new IllegalArgumentException("objective held.rate and load scenario find-max go together");
        }
        if (objective.meter().equals("goodput.rps") && bounds.isEmpty() || load.findsMax() && bounds.isEmpty()) {
            throw new IllegalArgumentException("bounds: " + objective.meter() + " is counted within bounds, and there are none");
        }
    }
}
