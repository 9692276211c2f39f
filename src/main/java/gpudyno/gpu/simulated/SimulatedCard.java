package gpudyno.gpu.simulated;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/// What a simulated GPU is.
///
/// @param name without the label `(simulated)`
/// @param memory bytes
/// @param powerIdle watts without work
/// @param powerFull watts at full work and clock; may lie above the limit
/// @param powerLimit watts
/// @param clockIdle MHz
/// @param clockFull MHz
/// @param ambient temperature of the air in degrees
/// @param script what it is asked to do, by seconds after the start; empty for the node's own serving
/// @param faults planted
record SimulatedCard(String name, double memory, double powerIdle, double powerFull, double powerLimit, double clockIdle, double clockFull,
        double ambient, NavigableMap<Double, SimulatedLoad> script, List<Fault> faults) {
    /// Where the driver begins to lower the clocks, in degrees.
    static final double OPERATING = 87;
    /// Where the hardware halves them.
    static final double SLOWDOWN = 92;
    static final double SHUTDOWN = 97;
    static final double GENERATION = 4;
    static final double LANES = 16;
    /// What the driver keeps, as a part of the memory: about what cards of 80 GiB show.
    static final double RESERVED = 0.006;

    SimulatedCard {
        faults = List.copyOf(faults);
    }

    /// What it is asked to do.
    ///
    /// @param serving by the node
    SimulatedLoad load(double seconds, SimulatedLoad serving) {
        if (script.isEmpty()) {
            return serving;
        }
        Map.Entry<Double, SimulatedLoad> last = script.floorEntry(seconds);
        return last == null ? SimulatedLoad.NONE : last.getValue();
    }
}
