package gpudyno.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// A file whose first line is a secret.
final class SecretFile {
    private SecretFile() {
    }

    /// @param kind what is in it, such as `password`
    /// @throws SetupException if it is empty or cannot be read; the secret is not in the message
    static String read(String kind, Path file) throws SetupException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst().map(String::strip).filter(line -> !line.isEmpty())
                    .orElseThrow(() -> new SetupException("the " + kind + " file " + file + " is empty"));
        } catch (IOException | UncheckedIOException e) {
            throw new SetupException("the " + kind + " file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
