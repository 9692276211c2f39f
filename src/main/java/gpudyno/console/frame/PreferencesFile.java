package gpudyno.console.frame;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/// [Preferences] as JSON in the configuration folder. Keys it does not know are ignored; a file it cannot read is left alone until the next
/// save, and the window opens with the defaults.
public final class PreferencesFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Path file;

    public PreferencesFile(Path configFolder) {
        file = configFolder.resolve("console.json");
    }

    /// @param message for people when the file could not be used; empty otherwise
    public record Loaded(Preferences preferences, String message) {}

    public Loaded load() {
        if (!Files.exists(file)) {
            return new Loaded(Preferences.DEFAULT, "");
        }
        try {
            return new Loaded(JSON.readValue(Files.readString(file), Preferences.class), "");
        } catch (JacksonException e) {
            return new Loaded(Preferences.DEFAULT, "The window's settings could not be read and start anew: " + e.getOriginalMessage());
        } catch (IOException e) {
            return new Loaded(Preferences.DEFAULT, "The window's settings could not be read: " + e.getMessage());
        }
    }

    /// Written beside the file first and moved over it, so that a crash leaves the old one.
    public void save(Preferences preferences) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        // A temporary file is its owner's alone, and so are the settings; a stricter mode somebody gave them stays.
        Path beside = Files.createTempFile(file.toAbsolutePath().getParent(), "console", ".new");
        Files.writeString(beside, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(preferences));
        PosixFileAttributeView before = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (before != null && Files.exists(file)) {
            Set<PosixFilePermission> mode = EnumSet.copyOf(Files.getPosixFilePermissions(beside));
            mode.retainAll(before.readAttributes().permissions());
            Files.setPosixFilePermissions(beside, mode);
        }
        try {
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
