package gpudyno.report;

import java.util.Locale;

/// HTML and SVG text grown piece by piece. Everything that is not markup of this package goes through [#escape]: reports hold text that
/// came from nodes and servers.
final class Html {
    private final StringBuilder text = new StringBuilder();

    /// Appends markup written in this package.
    Html raw(String markup) {
        text.append(markup);
        return this;
    }

    /// Appends text from anywhere, escaped.
    Html text(String anything) {
        text.append(escape(anything));
        return this;
    }

    /// An element with escaped text in it.
    ///
    /// @param opening its tag name and attributes
    Html element(String opening, String content) {
        int space = opening.indexOf(' ');
        return raw("<" + opening + ">").text(content).raw("</" + (space < 0 ? opening : opening.substring(0, space)) + ">");
    }

    /// Appends markup with numbers in it; the locale never shows.
    @SuppressWarnings("AnnotateFormatMethod") // its annotation would be the only use of another library
    Html format(String markup, Object... numbers) {
        return raw(String.format(Locale.ROOT, markup, numbers));
    }

    /// A titled box of a page.
    ///
    /// @param kind its further classes
    /// @param body appends what is in it
    void panel(String kind, String title, Runnable body) {
        raw("<section class=\"" + kind + "\">").element("h2", title).raw("<div class=\"body\">");
        body.run();
        raw("</div></section>");
    }

    static String escape(String anything) {
        StringBuilder escaped = new StringBuilder(anything.length() + 16);
        anything.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
