package gpudyno.watch;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The ids of scraped metrics: every name that Prometheus allows gets its own id, which rules can use.
final class MeterIds {
    /// Words that have another meaning in an expression, so they cannot be part of a name.
    private static final Set<String> RESERVED = Set.of("in", "true", "false", "null", "as", "break", "const", "continue", "else", "for",
            "function", "if", "import", "let", "loop", "package", "namespace", "return", "var", "void", "while");

    private final String prefix;
    private final Map<String, String> byName = new HashMap<>();
    private final Map<String, String> taken = new HashMap<>();

    /// @param prefix begins every id: a word of lower-case letters and digits
    MeterIds(String prefix) {
        this.prefix = prefix;
    }

    /// If two names differ only in what an id cannot contain, such as a leading underscore or a capital letter, their ids get a number.
    String of(String name) {
        return byName.computeIfAbsent(name, _ -> {
            String id = id(name);
            String free = id;
            for (int n = 2; taken.putIfAbsent(free, name) != null; n++) {
                free = id + "V" + n;
            }
            return free;
        });
    }

    private String id(String name) {
        StringBuilder id = new StringBuilder(prefix);
        for (String word : spelled(name.toLowerCase(Locale.ROOT)).split("[^A-Za-z0-9]+")) {
            if (word.isEmpty()) {
                continue;
            }
            if (RESERVED.contains(word)) {
                id.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
            } else if (Character.isDigit(word.charAt(0))) {
                id.append('V').append(word);
            } else {
                id.append('.').append(word);
            }
        }
        return id.toString();
    }

    /// Letters that an id cannot contain, written as their code points: `室温` becomes `U5ba4U6e29`, independently of the other metrics.
    private static String spelled(String name) {
        if (name.chars().allMatch(c -> c < 0x80)) {
            return name;
        }
        StringBuilder spelled = new StringBuilder();
        name.codePoints().forEach(c -> {
            if (c < 0x80) {
                spelled.appendCodePoint(c);
            } else if (Character.isLetterOrDigit(c)) {
                spelled.append('U').append(Integer.toHexString(c));
            } else {
                spelled.append('_');
            }
        });
        return spelled.toString();
    }
}
