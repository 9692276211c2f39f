package gpudyno.console.kit;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import javafx.scene.Scene;
import javafx.stage.FileChooser;

/// Where something is saved to. A window asks its user; a test that has none puts an answer into its scene.
@FunctionalInterface
public interface SaveTarget {
    /// @param name suggested for the file, with its ending
    /// @return empty when the user thinks better of it
    Optional<Path> choose(String title, String name);

    /// That of a scene.
    static SaveTarget of(Scene scene) {
        return scene.getProperties().get(SaveTarget.class) instanceof SaveTarget set ? set : (title, name) -> {
            FileChooser chooser = new FileChooser();
            chooser.setTitle(title);
            chooser.setInitialFileName(name);
            return Optional.ofNullable(chooser.showSaveDialog(scene.getWindow())).map(File::toPath);
        };
    }

    /// Lets a scene save without asking.
    static void set(Scene scene, SaveTarget target) {
        scene.getProperties().put(SaveTarget.class, target);
    }
}
