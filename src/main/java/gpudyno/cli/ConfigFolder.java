package gpudyno.cli;

import gpudyno.store.UserFolders;
import java.nio.file.Path;

/// The folder of a user's settings, separate from a node's measured data.
final class ConfigFolder {
    private ConfigFolder() {
    }

    static Path platformDefault() {
        return UserFolders.config();
    }
}
