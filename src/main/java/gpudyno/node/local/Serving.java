package gpudyno.node.local;

import gpudyno.cache.shared.ShardState;
import gpudyno.model.node.Readiness;
import gpudyno.model.node.Readiness.State;
import gpudyno.model.target.Module;
import gpudyno.serve.ModelServer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What the node serves, with its cache.
final class Serving implements NodeModule {
    private final ModelServer server;
    private final Supplier<Object> cacheOn;

    /// @param cacheOn the value of the knob `cache.enabled`
    Serving(ModelServer server, Supplier<Object> cacheOn) {
        this.server = server;
        this.cacheOn = cacheOn;
    }

    @Override
    public String title() {
        return "Serving";
    }

    @Override
    public List<Readiness> readiness() {
        return List.of(Boolean.TRUE.equals(cacheOn.get())
                ? tiers(server.sharedState())
                : new Readiness(Module.DISTRIBUTED_CACHE, State.OFF, "cache.enabled is off"));
    }

    private static Readiness tiers(List<ShardState> shards) {
        if (shards.isEmpty()) {
            return new Readiness(Module.DISTRIBUTED_CACHE, State.DEGRADED, "L1 in process is on; no L2 is configured");
        }
        Optional<ShardState> failing = shards.stream().filter(shard -> !shard.used() || !shard.problem().isEmpty()).findFirst();
        return failing.map(shard -> new Readiness(Module.DISTRIBUTED_CACHE, State.DEGRADED, "L1 is on; L2 " + shard.name()
                + (shard.problem().isEmpty() ? " is not reached yet" : ": " + shard.problem())))
                .orElseGet(() -> new Readiness(Module.DISTRIBUTED_CACHE, State.WORKING,
                        "L1 and L2 on " + String.join(", ", shards.stream().map(ShardState::name).toList())));
    }

    @Override
    public void close() {
        server.close();
    }
}
