package gpudyno.gpu.simulated;

import gpudyno.gpu.DeviceProbe;
import gpudyno.gpu.DeviceSource;
import gpudyno.model.gpu.SourceState;
import gpudyno.model.gpu.SourceState.State;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The simulated GPUs of a [SimulationPlan].
public final class SimulatedSource implements DeviceSource {
    private final List<SimulatedProbe> probes = new ArrayList<>();
    private final String found;

    /// @param serving what the node asks of its GPUs now, for those that no script drives
    /// @param nanos a clock, such as [System#nanoTime]
    public SimulatedSource(SimulationPlan plan, Supplier<SimulatedLoad> serving, LongSupplier nanos) {
        long start = nanos.getAsLong();
        for (SimulatedCard card : plan.cards()) {
            probes.add(new SimulatedProbe(card, probes.size(), plan.seed(), () -> (nanos.getAsLong() - start) / 1e9, serving));
        }
        found = probes.size() == 1
                ? "1 simulated GPU; no real one is looked for"
                : probes.size() + " simulated GPUs; no real one is looked for";
    }

    @Override
    public String name() {
        return "Simulation";
    }

    @Override
    public Look look() {
        return new Look(new SourceState(name(), State.WORKING, found), List.<DeviceProbe>copyOf(probes));
    }

    @Override
    public List<DriverError> errors() {
        return probes.stream().flatMap(probe -> probe.errors().stream().map(number -> new DriverError(probe.id(), number))).toList();
    }

    @Override
    public @Nullable String waitsFor() {
        return null;
    }
}
