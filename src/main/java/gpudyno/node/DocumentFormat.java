package gpudyno.node;

import java.util.Arrays;
import java.util.Locale;

/// The format of a report: a single self-contained HTML file, JSON for programs, Markdown to paste. The best configuration can also be
/// written alone: as a knob file, as arguments of `gpudyno node`, or as environment variables.
public enum DocumentFormat {
    HTML("html", "text/html"),
    JSON("json", "application/json"),
    MARKDOWN("md", "text/markdown"),
    KNOBS("yaml", "application/yaml"),
    ARGUMENTS("args", "text/plain"),
    ENVIRONMENT("env", "text/plain");

    private final String extension;
    private final String contentType;

    DocumentFormat(String extension, String contentType) {
        this.extension = extension;
        this.contentType = contentType;
    }

    /// File name extension without the dot; also the format's name in the API.
    public String extension() {
        return extension;
    }

    public String contentType() {
        return contentType;
    }

    /// @throws IllegalArgumentException if there is no such format; the message names those there are
    public static DocumentFormat of(String extension) {
        return Arrays.stream(values()).filter(format -> format.extension.equals(extension.toLowerCase(Locale.ROOT))).findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("format '" + extension + "': html, json, md, yaml, args and env are known"));
    }
}
