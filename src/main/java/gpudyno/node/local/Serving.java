package gpudyno.node.local;

import gpudyno.model.node.Readiness;
import gpudyno.model.node.Readiness.State;
import gpudyno.model.target.Module;
import gpudyno.serve.ModelServer;
import java.util.List;
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
                ? new Readiness(Module.DISTRIBUTED_CACHE, State.DEGRADED, "L1 in process is on; no L2 is configured")
                : new Readiness(Module.DISTRIBUTED_CACHE, State.OFF, "cache.enabled is off"));
    }

    @Override
    public void close() {
        server.close();
    }
}
