package gpudyno.model.cache;

/// Which entries of the cache are meant.
public sealed interface EntrySelection {
    /// The entry of an input, given as its text.
    record OfText(String text) implements EntrySelection {
        public OfText {
            if (text.isEmpty() || text.length() > MOST_CHARACTERS) {
                throw new IllegalArgumentException("text must have 1 to " + MOST_CHARACTERS + " characters, got " + text.length());
            }
            if (text.codePoints().anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
                throw new IllegalArgumentException("text is not valid Unicode: it has half of a surrogate pair");
            }
        }
    }

    /// The entries whose key matches: `*` stands for any characters, `?` for one, every other character for itself. `*` alone means all.
    record OfPattern(String pattern) implements EntrySelection {
        public OfPattern {
            if (pattern.isEmpty() || pattern.length() > MOST_PATTERN) {
                throw new IllegalArgumentException("pattern must have 1 to " + MOST_PATTERN + " characters, got " + pattern.length());
            }
        }

        public boolean matches(String key) {
            return new KeyGlob(pattern).matches(key);
        }
    }

    int MOST_CHARACTERS = 32_768;
    int MOST_PATTERN = 200;
}
