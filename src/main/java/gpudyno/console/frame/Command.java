package gpudyno.console.frame;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Something the command box can run.
record Command(String title, Runnable action) {
    /// The command that is meant: the one that starts with the words, else the only one or the first that contains them.
    static Optional<Command> find(List<Command> commands, String words) {
        String wanted = words.strip().toLowerCase(Locale.ROOT);
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        return commands.stream().filter(command -> command.title.toLowerCase(Locale.ROOT).startsWith(wanted)).findFirst()
                .or(() -> commands.stream().filter(command -> command.title.toLowerCase(Locale.ROOT).contains(wanted)).findFirst());
    }
}
