package gpudyno.console.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import javafx.scene.text.Font;

/// The bundled fonts: Inter with tabular figures for words and numbers, JetBrains Mono for ids, expressions and knob values. Sizes in
/// pixels; the design uses 11, 12, 13, 16, 22 and 24.
public final class Fonts {
    private static final String REGULAR = load("Inter-Regular.otf");
    private static final String MEDIUM = load("Inter-Medium.otf");
    private static final String SEMI_BOLD = load("Inter-SemiBold.otf");
    private static final String MONO = load("JetBrainsMono-Regular.ttf");

    private Fonts() {
    }

    /// Makes the families known to style sheets.
    static void register() {
        load("JetBrainsMono-Medium.ttf");
    }

    public static Font regular(double size) {
        return Font.font(REGULAR, size);
    }

    public static Font medium(double size) {
        return Font.font(MEDIUM, size);
    }

    public static Font semiBold(double size) {
        return Font.font(SEMI_BOLD, size);
    }

    public static Font mono(double size) {
        return Font.font(MONO, size);
    }

    /// The family name of a bundled font file, loaded.
    private static String load(String file) {
        try {
            Font font = FontFiles.load("/gpudyno/console/fonts/" + file, 12);
            if (font == null) {
                throw new IllegalStateException("bundled font " + file + " cannot be read by this JavaFX");
            }
            return font.getFamily();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
