package gpudyno.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// What every page of this package begins with.
final class Page {
    private Page() {
    }

    /// Up to the opened `main`; nothing from outside is loaded, and nothing runs.
    static String opening(String title) {
        return new Html().raw(
                "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">")
                .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">")
                .element("title", title).raw("<style>").raw(styles()).raw("</style></head><body><main>").toString();
    }

    private static String styles() {
        try (InputStream css = Objects.requireNonNull(Page.class.getResourceAsStream("/gpudyno/report/page.css"),
                "page.css is part of the program")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
