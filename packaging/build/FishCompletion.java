import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Writes the completions of a picocli command for the shell fish, which picocli itself does not write:
/// `java -cp LIBRARIES FishCompletion.java TO COMMAND-CLASS`.
public final class FishCompletion {
    private static final int DESCRIPTION = 70;
    private final List<String> lines = new ArrayList<>();
    private final String program;

    private FishCompletion(String program) {
        this.program = program;
    }

    public static void main(String[] arguments) throws IOException, ClassNotFoundException {
        CommandLine command = new CommandLine(Class.forName(arguments[1]));
        Files.write(Path.of(arguments[0]), new FishCompletion(command.getCommandName()).of(command.getCommandSpec()));
    }

    private List<String> of(CommandSpec root) {
        lines.add("# Completions of " + program + " for fish; generated from its commands.");
        add("-f");
        command(root, List.of());
        return lines;
    }

    /// @param path names of the commands from below the program to this one
    private void command(CommandSpec command, List<String> path) {
        List<CommandSpec> inner = command.subcommands().values().stream().map(CommandLine::getCommandSpec).distinct()
                .filter(one -> !one.usageMessage().hidden()).toList();
        String within = within(path, inner);
        for (CommandSpec one : inner) {
            add(within, "-a", one.name(), described(one.usageMessage().description()));
        }
        for (OptionSpec option : command.options()) {
            if (!option.hidden()) {
                add(Stream.concat(Stream.concat(Stream.of(within), names(option)), Stream.of(value(option), described(option.description())))
                        .toArray(String[]::new));
            }
        }
        if (command.positionalParameters().stream().anyMatch(FishCompletion::isFile)) {
            add(within, "-F");
        }
        for (CommandSpec one : inner) {
            command(one, Stream.concat(path.stream(), Stream.of(one.name())).toList());
        }
    }

    /// The condition that the words typed so far name this command and none inside it.
    private static String within(List<String> path, List<CommandSpec> inner) {
        if (path.isEmpty()) {
            return "-n __fish_use_subcommand";
        }
        Stream<String> named = path.stream().map(name -> "__fish_seen_subcommand_from " + name);
        Stream<String> notInside = inner.isEmpty()
                ? Stream.of()
                : Stream.of("not __fish_seen_subcommand_from " + inner.stream().map(CommandSpec::name).collect(Collectors.joining(" ")));
        return "-n " + quoted(Stream.concat(named, notInside).collect(Collectors.joining("; and ")));
    }

    private static Stream<String> names(OptionSpec option) {
        return Stream.of(option.names())
                .map(name -> name.startsWith("--") ? "-l " + name.substring(2) : (name.length() == 2 ? "-s " : "-o ") + name.substring(1));
    }

    private static String value(OptionSpec option) {
        if (option.arity().max() == 0) {
            return "";
        }
        if (option.completionCandidates() != null) {
            return "-x -a " + quoted(StreamSupport.stream(option.completionCandidates().spliterator(), false)
                    .map(value -> option.typeInfo().isEnum() ? value.toLowerCase(Locale.ROOT) : value).collect(Collectors.joining(" ")));
        }
        return isFile(option) ? "-r -F" : "-x";
    }

    private static boolean isFile(ArgSpec argument) {
        return argument.auxiliaryTypes()[0] == Path.class;
    }

    /// The first sentence, as far as it fits beside the name.
    private static String described(String[] description) {
        String sentence = String.join(" ", description).split("[.;:] | \\(default|\\.$", 2)[0];
        String shown = sentence.length() <= DESCRIPTION ? sentence : sentence.substring(0, sentence.lastIndexOf(' ', DESCRIPTION)) + " …";
        return shown.isEmpty() ? "" : "-d " + quoted(shown);
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private void add(String... words) {
        lines.add("complete -c " + program + Stream.of(words).filter(word -> !word.isEmpty()).map(word -> " " + word).collect(Collectors.joining()));
    }
}
