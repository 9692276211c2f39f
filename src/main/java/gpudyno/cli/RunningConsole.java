package gpudyno.cli;

import gpudyno.node.NodeUnreachableException;
import gpudyno.node.remote.RemoteNode;
import gpudyno.node.server.ApiToken;
import gpudyno.store.DataFolder;
import gpudyno.store.FolderInUseException;
import gpudyno.store.StoreException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// A console on the same data folder that another process of this user has open.
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
            return address.isPresent() && focus(address.get(), dataFolder);
        } catch (StoreException _) {
            // A folder that cannot be used at all is reported when the node starts.
            return false;
        }
    }

    private static boolean focus(URI address, Path dataFolder) {
        try (RemoteNode running = new RemoteNode(address, ApiToken.at(dataFolder.resolve("token")).text())) {
            return running.focusConsole();
        } catch (NodeUnreachableException | StoreException _) {
            return false;
        }
    }
}
