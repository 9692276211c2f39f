package gpudyno.model;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Text of strangers that is shown, logged or journalled on one line. Characters that break a line, that a terminal obeys or that turn the
/// order of what is read have no place in it.
public final class OneLine {
    private OneLine() {
    }

    /// @param name what the text is, for people
    /// @param most characters
    /// @throws IllegalArgumentException if the text is longer, or holds a character that has no place in a line
    public static String checked(String name, String text, int most) {
        String wrong = problem(name, text, most);
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(wrong);
        }
        return text;
    }

    /// What is wrong with a text, as [#checked] says it; empty where nothing is.
    public static String problem(String name, @Nullable String text, int most) {
        if (text == null) {
            return "";
        }
        if (text.length() > most) {
            return name + " has at most " + most + " characters, got " + text.length();
        }
        for (int i = 0; i < text.length(); i++) {
            if (isForeign(text, i)) {
                return String.format(Locale.ROOT, "%s is one line of text; character %d (U+%04X) has no place in it", name, i,
                        (int) text.charAt(i));
            }
        }
        return "";
    }

    /// The same text with a space for every character that has no place in a line.
    public static String of(String text) {
        StringBuilder line = null;
        for (int i = 0; i < text.length(); i++) {
            if (isForeign(text, i)) {
                line = line == null ? new StringBuilder(text) : line;
                line.setCharAt(i, ' ');
            }
        }
        return line == null ? text : line.toString();
    }

    /// The beginning of a text that may be too long to be said whole.
    ///
    /// @param most characters
    public static String shortened(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + " ...";
    }

    private static boolean isForeign(String text, int index) {
        char c = text.charAt(index);
        if (c < ' ' || c >= 0x7f && c <= 0x9f || c == '\u2028' || c == '\u2029') {
            return true;
        }
        if (c >= '\u202a' && c <= '\u202e' || c >= '\u2066' && c <= '\u2069') {
            return true;
        }
        return Character.isHighSurrogate(c) && (index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1)))
                || Character.isLowSurrogate(c) && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }
}
