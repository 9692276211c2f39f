package gpudyno.expression;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/// Regular expressions in the syntax of RE2, as CEL and Prometheus have them. RE2 matches in a time that grows with the text alone, but it
/// copies what a count such as `{1,1000}` repeats, so that nested counts multiply: an expression is measured before it is compiled.
public final class BoundedRegex {
    /// The most characters of an expression.
    public static final int LONGEST = 500;
    /// What an expression may come to once every count is written out.
    static final int MOST_STEPS = 1000;
    private static final int DEEPEST = 50;

    private final String regex;
    private int at;
    private int depth;

    private BoundedRegex(String regex) {
        this.regex = regex;
    }

    /// @throws IllegalArgumentException if it is no RE2 expression, longer than [#LONGEST] characters, or comes to more than 1000 steps once
    /// every count is written out
    public static Pattern compile(String regex) {
        if (regex.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a regular expression of " + regex.length() + " characters, at most " + LONGEST + " are read");
        }
        if (new BoundedRegex(regex).alternatives() > MOST_STEPS) {
            throw new IllegalArgumentException("the regular expression '" + shortened(regex) + "' comes to more than " + MOST_STEPS
                    + " steps once its counts are written out; use smaller counts, or * or +");
        }
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("'" + shortened(regex) + "' is no regular expression: " + e.getDescription(), e);
        }
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + " ...";
    }

    /// Steps up to the next closing parenthesis or the end. What is malformed is counted somehow; the compiler refuses it.
    private long alternatives() {
        if (++depth > DEEPEST) {
            throw new IllegalArgumentException(
                    "the regular expression '" + shortened(regex) + "' nests groups more than " + DEEPEST + " deep");
        }
        long steps = 1;
        long last = 0;
        while (at < regex.length() && regex.charAt(at) != ')') {
            char c = regex.charAt(at);
            int count = c == '{' ? count() : 0;
            if (count > 0) {
                steps += last * (count - 1L);
                last *= count;
            } else {
                last = step(c);
                steps += last;
            }
            if (steps > MOST_STEPS) {
                return steps;
            }
        }
        depth--;
        return steps;
    }

    private long step(char c) {
        at++;
        return switch (c) {
            case '(' -> {
                long inside = alternatives();
                at++;
                yield inside;
            }
            case '[' -> characterClass();
            case '\\' -> {
                at++;
                yield 1;
            }
            default -> 1;
        };
    }

    private long characterClass() {
        // A bracket that closes nothing is one of the class's characters.
        at += at < regex.length() && regex.charAt(at) == '^' ? 1 : 0;
        at += at < regex.length() && regex.charAt(at) == ']' ? 1 : 0;
        while (at < regex.length() && regex.charAt(at) != ']') {
            boolean named = regex.startsWith("[:", at) && regex.indexOf(":]", at) > 0;
            at = named ? regex.indexOf(":]", at) + 2 : at + (regex.charAt(at) == '\\' ? 2 : 1);
        }
        at++;
        return 1;
    }

    /// How often a count repeats what is before it at most; 0 where the brace begins no count, and is a character.
    private int count() {
        int end = regex.indexOf('}', at);
        if (end < 0) {
            return 0;
        }
        String[] bounds = regex.substring(at + 1, end).split(",", -1);
        if (bounds.length > 2 || !bounds[0].matches("\\d{1,9}") || bounds.length == 2 && !bounds[1].matches("\\d{0,9}")) {
            return 0;
        }
        at = end + 1;
        int least = Integer.parseInt(bounds[0]);
        int most = bounds.length == 2 && !bounds[1].isEmpty() ? Integer.parseInt(bounds[1]) : least + bounds.length - 1;
        return Math.max(1, Math.max(least, most));
    }
}
