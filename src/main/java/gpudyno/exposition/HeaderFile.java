package gpudyno.exposition;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// HTTP headers with credentials, kept in a file of their own, one `Name: value` a line, so that no secret is in a configuration that people
/// show each other.
public final class HeaderFile {
    /// A token of RFC 9110, section 5.6.2.
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]{1,8192}");

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
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                int colon = Math.max(0, line.indexOf(':'));
                String name = line.substring(0, colon).strip();
                String value = line.substring(Math.min(line.length(), colon + 1)).strip();
                if (!NAME.matcher(name).matches() || !VALUE.matcher(value).matches()) {
                    throw new IllegalArgumentException(
                            file + ", line " + number + ": a header such as Authorization: Bearer TOKEN is needed");
                }
                headers.put(name, value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
        return headers;
    }
}
