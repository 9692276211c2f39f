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

        /// Takes at most the product of the two lengths, whatever the pattern.
        public boolean matches(String key) {
            int at = 0;
            int in = 0;
            int star = -1;
            int resume = 0;
            while (in < key.length()) {
                if (at < pattern.length() && pattern.charAt(at) == '*') {
                    star = at++;
                    resume = in;
                } else if (at < pattern.length() && (pattern.charAt(at) == '?' || pattern.charAt(at) == key.charAt(in))) {
                    at++;
                    in++;
                } else if (star >= 0) {
                    at = star + 1;
                    in = ++resume;
                } else {
                    return false;
                }
            }
            while (at < pattern.length() && pattern.charAt(at) == '*') {
                at++;
            }
            return at == pattern.length();
        }
    }

    int MOST_CHARACTERS = 32_768;
    int MOST_PATTERN = 200;
}
