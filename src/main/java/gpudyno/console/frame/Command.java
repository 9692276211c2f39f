package gpudyno.console.frame;

import gpudyno.console.page.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// One line of the command palette: something that can be opened or done.
///
/// @param detail in a few words what it is or how it stands; may be empty
record Command(Kind kind, String title, String detail, Runnable action) {
    private static final Pattern SPACE = Pattern.compile("\\s+");
    /// How well a command fits what was typed; less is better.
    private static final int BEGINS = 0;
    private static final int BEGINS_A_WORD = 1;
    private static final int IN_TITLE = 2;
    private static final int IN_DETAIL = 3;

    private record Ranked(Command command, int rank) {}

    /// The commands in which every typed word occurs, best first. Words may stand in the title, the detail or the name of the kind; one that
    /// begins the title counts most, then one that begins a word of it. Nothing typed finds everything.
    static List<Command> matching(List<Command> all, String typed) {
        List<String> words = SPACE.splitAsStream(typed.strip().toLowerCase(Locale.ROOT)).filter(word -> !word.isEmpty()).toList();
        return all.stream().flatMap(command -> command.rank(words).map(rank -> new Ranked(command, rank)).stream())
                .sorted(Comparator.comparingInt(Ranked::rank).thenComparing(ranked -> ranked.command.kind)
                        .thenComparingInt(ranked -> words.isEmpty() ? 0 : ranked.command.title.length()))
                .map(Ranked::command).toList();
    }

    /// @return the sum over the words; empty if one is not found
    private Optional<Integer> rank(List<String> words) {
        int sum = 0;
        for (String word : words) {
            Optional<Integer> rank = rank(word);
            if (rank.isEmpty()) {
                return Optional.empty();
            }
            sum += rank.get();
        }
        return Optional.of(sum);
    }

    private Optional<Integer> rank(String word) {
        String where = title.toLowerCase(Locale.ROOT);
        if (where.startsWith(word)) {
            return Optional.of(BEGINS);
        }
        int at = where.indexOf(word);
        if (at < 0) {
            return (detail + " " + kind.title()).toLowerCase(Locale.ROOT).contains(word) ? Optional.of(IN_DETAIL) : Optional.empty();
        }
        while (at >= 0) {
            // In an id such as serve.batch.maxSize a capital begins a word too.
            if (!Character.isLetterOrDigit(where.charAt(at - 1)) || Character.isUpperCase(title.charAt(at))) {
                return Optional.of(BEGINS_A_WORD);
            }
            at = where.indexOf(word, at + 1);
        }
        return Optional.of(IN_TITLE);
    }
}
