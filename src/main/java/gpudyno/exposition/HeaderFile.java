package gpudyno.exposition;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// HTTP headers with credentials, kept in a file of their own, one `Name: value` a line, so that no secret is in a configuration that people
/// show each other.
public final class HeaderFile {
    private HeaderFile() {
    }

    /// @throws UncheckedIOException if the file cannot be read
    /// @throws IllegalArgumentException if a line is no header; no value is in the message
    public static Map<String, String> read(Path file) {
        Map<String, String> headers = new LinkedHashMap<>();
        int number = 0;
        try {
            for (String line : Files.readAllLines(file)) {
                number++;
                int colon = line.indexOf(':');
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                if (colon <= 0) {
                    throw new IllegalArgumentException(
                            file + ", line " + number + ": a header such as Authorization: Bearer TOKEN is needed");
                }
                headers.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
        return headers;
    }
}
