package gpudyno.console.kit;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.Scene;
import javafx.stage.FileChooser;

/// Which file is read. A window asks its user, beginning in the folder of the last time; a test that has none puts an answer into its scene.
@FunctionalInterface
public interface OpenSource {
    /// Of a [Memory]: where something was read last.
    String FOLDER = "folder.open";

    /// @param kind what the files are, such as `Rules as YAML`
    /// @param patterns of their names, such as `*.yaml`; empty for all files
    /// @return empty when the user thinks better of it
    Optional<Path> choose(String title, String kind, List<String> patterns);

    /// That of a scene.
    static OpenSource of(Scene scene) {
        return (title, kind, patterns) -> {
            OpenSource asked = scene.getProperties().get(OpenSource.class) instanceof OpenSource set ? set : chooser(scene);
            Optional<Path> chosen = asked.choose(title, kind, patterns);
            chosen.ifPresent(file -> SaveTarget.rememberFolder(Memory.of(scene), FOLDER, file));
            return chosen;
        };
    }

    /// Lets a scene open without asking.
    static void set(Scene scene, OpenSource source) {
        scene.getProperties().put(OpenSource.class, source);
    }

    private static OpenSource chooser(Scene scene) {
        return (title, kind, patterns) -> {
            FileChooser chooser = new FileChooser();
            chooser.setTitle(title);
            if (!patterns.isEmpty()) {
                chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter(kind, patterns));
            }
            SaveTarget.folder(Memory.of(scene), FOLDER).map(Path::toFile).ifPresent(chooser::setInitialDirectory);
            return Optional.ofNullable(chooser.showOpenDialog(scene.getWindow())).map(File::toPath);
        };
    }
}
