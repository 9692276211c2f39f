package gpudyno.cli;

import gpudyno.gpu.simulated.SimulationPlan;
import gpudyno.store.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Simulated GPUs that a command asks for.
final class Simulation {
    private Simulation() {
    }

    /// @param file of the plan; empty for the one that ships, null for no simulation
    /// @throws SetupException if the file cannot be read
    static Optional<SimulationPlan> of(@Nullable String file) throws SetupException {
        if (file == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(file.isEmpty() ? SimulationPlan.standard() : SimulationPlan.read(Files.readString(Path.of(file))));
        } catch (IOException e) {
            throw new SetupException("the simulation " + file + " cannot be read: " + e, e);
        } catch (IllegalArgumentException e) {
            throw new SetupException("the simulation " + file + ": " + e.getMessage(), e);
        }
    }

    /// What simulated GPUs did is kept apart: nobody is to find it in the history of real ones.
    static Path dataFolder(boolean simulated) {
        Path own = DataFolder.platformDefault();
        return simulated ? own.resolve("demo") : own;
    }
}
