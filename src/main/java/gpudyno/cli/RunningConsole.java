package gpudyno.cli;

import gpudyno.node.NodeUnreachableException;
import gpudyno.node.remote.RemoteNode;
import gpudyno.node.server.ApiToken;
import gpudyno.store.DataFolder;
import gpudyno.store.FolderInUseException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// The console another process of this user has open on the same data folder.
final class RunningConsole {
    private RunningConsole() {
    }

    /// Asks it to come to the front.
    ///
    /// @return false if there is none: the folder is free, or held by a node without a window
    static boolean cameToFront(Path dataFolder) {
        try {
            DataFolder.open(dataFolder).close();
            return false;
        } catch (FolderInUseException _) {
            Optional<URI> address = DataFolder.listening(dataFolder);
            return address.isPresent() && focus(address.get(), ApiToken.at(dataFolder.resolve("token")).text());
        }
    }

    private static boolean focus(URI address, String token) {
        try (RemoteNode running = new RemoteNode(address, token)) {
            return running.focusConsole();
        } catch (NodeUnreachableException _) {
            return false;
        }
    }
}
