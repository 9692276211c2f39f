package gpudyno.console.kit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import javafx.scene.Scene;
import javafx.stage.FileChooser;

/// Where something is saved to. A window asks its user, beginning in the folder of the last time; a test that has none puts an answer into
/// its scene.
@FunctionalInterface
public interface SaveTarget {
    /// Of a [Memory]: where something was saved last.
    String FOLDER = "folder.save";

    /// @param name suggested for the file, with its ending
    /// @return empty when the user thinks better of it
    Optional<Path> choose(String title, String name);

    /// That of a scene.
    static SaveTarget of(Scene scene) {
        return (title, name) -> {
            SaveTarget asked = scene.getProperties().get(SaveTarget.class) instanceof SaveTarget set ? set : chooser(scene);
            Optional<Path> chosen = asked.choose(title, name);
            chosen.ifPresent(file -> rememberFolder(Memory.of(scene), FOLDER, file));
            return chosen;
        };
    }

    /// Lets a scene save without asking.
    static void set(Scene scene, SaveTarget target) {
        scene.getProperties().put(SaveTarget.class, target);
    }

    private static SaveTarget chooser(Scene scene) {
        return (title, name) -> {
            FileChooser chooser = new FileChooser();
            chooser.setTitle(title);
            chooser.setInitialFileName(name);
            folder(Memory.of(scene), FOLDER).map(Path::toFile).ifPresent(chooser::setInitialDirectory);
            return Optional.ofNullable(chooser.showSaveDialog(scene.getWindow())).map(File::toPath);
        };
    }

    /// The folder kept under a key; empty where there is none, or none any more.
    static Optional<Path> folder(Memory memory, String key) {
        try {
            return memory.get(key).map(Path::of).filter(Files::isDirectory);
        } catch (InvalidPathException _) {
            // Written by hand, or on another system.
            return Optional.empty();
        }
    }

    static void rememberFolder(Memory memory, String key, Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            memory.put(key, folder.toString());
        }
    }
}
