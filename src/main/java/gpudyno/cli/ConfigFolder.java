package gpudyno.cli;

import gpudyno.store.UserFolders;
import java.nio.file.Path;

/// Where a user's settings lie, apart from what a node measured.
final class ConfigFolder {
    private ConfigFolder() {
    }

    static Path platformDefault() {
        return UserFolders.config();
    }
}
