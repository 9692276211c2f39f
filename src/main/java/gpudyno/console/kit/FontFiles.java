package gpudyno.console.kit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javafx.scene.text.Font;
import org.jspecify.annotations.Nullable;

/// The bundled font files on disk. From a stream, JavaFX copies a font into the system's folder for temporary files at every start, and a killed
/// process leaves it there.
public final class FontFiles {
    private static volatile @Nullable Path folder;

    private FontFiles() {
    }

    /// Where they are kept, from one start to the next. Called before the first window opens.
    public static void keepIn(Path kept) {
        folder = kept;
    }

    /// A font of the class path.
    ///
    /// @return null where JavaFX cannot read it
    static @Nullable Font load(String resource, double size) throws IOException {
        Path kept = folder;
        if (kept != null) {
            try {
                // JavaFX takes the path as it stands in the address, where a space must not be %20.
                Font font = Font.loadFont("file:" + file(kept, resource).toUri().getPath(), size);
                // It cannot be one with # or ? in it.
                return font == null ? fromStream(resource, size) : font;
            } catch (IOException _) {
                // A full or read-only disk: the stream does as well.
                return fromStream(resource, size);
            }
        }
        return fromStream(resource, size);
    }

    private static @Nullable Font fromStream(String resource, double size) throws IOException {
        try (InputStream data = open(resource)) {
            return Font.loadFont(data, size);
        }
    }

    private static Path file(Path kept, String resource) throws IOException {
        byte[] content;
        try (InputStream data = open(resource)) {
            content = data.readAllBytes();
        }
        Path file = kept.resolve(resource.substring(resource.lastIndexOf('/') + 1));
        if (!Files.exists(file) || Files.size(file) != content.length) {
            Files.createDirectories(kept);
            Path beside = Files.createTempFile(kept, "font", ".new");
            Files.write(beside, content);
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    private static InputStream open(String resource) {
        InputStream data = FontFiles.class.getResourceAsStream(resource);
        if (data == null) {
            throw new IllegalStateException("bundled font " + resource + " is missing from the application");
        }
        return data;
    }
}
