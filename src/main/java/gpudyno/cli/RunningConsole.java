package gpudyno.cli;

import gpudyno.model.net.Pairing;
import gpudyno.node.NodeUnreachableException;
import gpudyno.node.remote.RemoteNode;
import gpudyno.node.server.ApiToken;
import gpudyno.store.DataFolder;
import gpudyno.store.StoreException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A console on the same data folder that another process of this user has open.
final class RunningConsole {
    private static final Duration STARTING = Duration.ofSeconds(15);
    private static final Duration LOOK = Duration.ofMillis(100);

    private RunningConsole() {
    }

    /// Asks the process that holds a data folder to bring its window to the front. One that is starting itself is waited for.
    ///
    /// @param attach the node it is to ask for
    /// @return false if it has no window
    static boolean cameToFront(Path dataFolder, Optional<Pairing> attach) throws InterruptedException {
        long latest = System.nanoTime() + STARTING.toNanos();
        Optional<URI> address = DataFolder.listening(dataFolder);
        while (address.isEmpty() && System.nanoTime() < latest) {
            Thread.sleep(LOOK);
            address = DataFolder.listening(dataFolder);
        }
        return address.isPresent() && focus(address.get(), dataFolder, attach);
    }

    private static boolean focus(URI address, Path dataFolder, Optional<Pairing> attach) {
        try (RemoteNode running = new RemoteNode(address, ApiToken.at(dataFolder.resolve("token")).text())) {
            return running.focusConsole(attach);
        } catch (NodeUnreachableException | StoreException _) {
            return false;
        }
    }
}
