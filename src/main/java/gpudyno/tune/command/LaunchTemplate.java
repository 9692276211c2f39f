package gpudyno.tune.command;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The words of a command line with `{placeholders}`. A word stays one word, whatever its placeholders contain, because no shell parses it.
/// A word that becomes empty is left out, so that a flag can be one of a knob's values. If a knob has no effect in a configuration, its
/// word is left out, and also the flag before it if the word consists only of the placeholder.
///
/// @param words the program, then its arguments
public record LaunchTemplate(List<String> words) {
    /// The port the server is to listen on.
    public static final String PORT = "port";
    /// This program itself; only as the first word.
    public static final String SELF = "gpudyno";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z0-9_.-]+)}");

    public LaunchTemplate {
        words = List.copyOf(words);
        if (words.isEmpty() || words.getFirst().isBlank()) {
            throw new IllegalArgumentException("launch: a program and its arguments are needed");
        }
        if (words.subList(1, words.size()).stream().anyMatch(word -> word.contains("{" + SELF + "}"))) {
            throw new IllegalArgumentException("launch: {" + SELF + "} can only be the program, the first word");
        }
        if (PLACEHOLDER.matcher(words.getFirst()).find() && !startsSelf(words)) {
            throw new IllegalArgumentException("launch: the program cannot be a placeholder, got " + words.getFirst());
        }
    }

    private static boolean startsSelf(List<String> words) {
        return words.getFirst().equals("{" + SELF + "}");
    }

    public boolean startsSelf() {
        return startsSelf(words);
    }

    /// The program that it starts.
    public String program() {
        return words.getFirst();
    }

    private Set<String> placeholders() {
        Set<String> names = new LinkedHashSet<>();
        words.forEach(word -> PLACEHOLDER.matcher(word).results().map(match -> match.group(1)).forEach(names::add));
        return names;
    }

    /// @throws IllegalArgumentException if a placeholder has no knob, a knob has no placeholder, or the port is not handed on
    void checkAgainst(Set<String> knobs) {
        Set<String> named = placeholders();
        for (String name : named) {
            if (!knobs.contains(name) && !name.equals(PORT) && !name.equals(SELF)) {
                throw new IllegalArgumentException("launch: {" + name + "} has no knob; there are " + String.join(", ", knobs)
                        + ", and {port} and {gpudyno} are given");
            }
        }
        for (String knob : knobs) {
            if (!named.contains(knob)) {
                throw new IllegalArgumentException("knob '" + knob + "' would change nothing: launch has no {" + knob + "}");
            }
        }
    }

    /// The command line of a configuration.
    ///
    /// @param self the words that start this program
    List<String> of(Map<String, Object> configuration, int port, List<String> self) {
        List<String> line = new ArrayList<>(startsSelf() ? self : List.of(words.getFirst()));
        for (String word : words.subList(1, words.size())) {
            List<String> idle = PLACEHOLDER.matcher(word).results().map(match -> match.group(1))
                    .filter(name -> !name.equals(PORT) && !configuration.containsKey(name)).toList();
            if (!idle.isEmpty()) {
                if (word.equals("{" + idle.getFirst() + "}") && line.size() > 1 && line.getLast().startsWith("-")) {
                    line.removeLast();
                }
                continue;
            }
            String filled = PLACEHOLDER.matcher(word).replaceAll(match -> java.util.regex.Matcher
                    .quoteReplacement(value(match, configuration, port)));
            if (!filled.isEmpty()) {
                line.add(filled);
            }
        }
        return line;
    }

    private static String value(MatchResult placeholder, Map<String, Object> configuration, int port) {
        String name = placeholder.group(1);
        return name.equals(PORT) ? Integer.toString(port) : String.valueOf(configuration.get(name));
    }
}
