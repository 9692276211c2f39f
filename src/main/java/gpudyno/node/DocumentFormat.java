package gpudyno.node;

import java.util.Arrays;
import java.util.Locale;

/// How a report is written: one HTML file that needs nothing else, JSON for programs, Markdown to paste; and its best configuration alone, as
/// a file of knobs, as the arguments of `gpudyno node` or as its environment.
public enum DocumentFormat {
    HTML("html", "text/html"), JSON("json", "application/json"), MARKDOWN("md", "text/markdown"), KNOBS(
            "yaml", "application/yaml"), ARGUMENTS("args", "text/plain"), ENVIRONMENT("env", "text/plain");

    private final String extension;
    private final String contentType;

    DocumentFormat(String extension, String contentType) {
        this.extension = extension;
        this.contentType = contentType;
    }

    /// Of a file, without the dot; also its name in the API.
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
