package gpudyno.node.local;

import gpudyno.machine.Doctor;
import gpudyno.machine.Doctor.Place;
import gpudyno.model.machine.Finding;
import gpudyno.model.machine.Machine;
import gpudyno.node.Surroundings;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Looks at the machine that this process runs on.
final class LocalSurroundings implements Surroundings {
    private final Path dataFolder;
    private final Supplier<Optional<URI>> address;
    private final Supplier<List<Finding>> gpus;
    private final Finding model;

    /// @param address where the node listens
    /// @param gpus what it knows of its GPUs
    /// @param model what it serves
    LocalSurroundings(Path dataFolder, Supplier<Optional<URI>> address, Supplier<List<Finding>> gpus, Finding model) {
        this.gpus = gpus;
        this.dataFolder = dataFolder;
        this.address = address;
        this.model = model;
    }

    @Override
    public Machine look() {
        Optional<URI> own = address.get();
        try {
            return new Doctor(new Place(dataFolder, own.map(URI::getPort).orElse(0), own.isPresent(), gpus::get, () -> model)).look();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("looking at the machine was interrupted", e);
        }
    }
}
