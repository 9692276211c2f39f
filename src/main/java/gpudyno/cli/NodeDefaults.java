package gpudyno.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The options of `gpudyno node` that stand under `node:` in `gpudyno.yaml`, by the names of the options in camel case, such as `tokenFile`
/// for `--token-file`. The command line goes over them. Knobs are a map there, under `knobs`.
final class NodeDefaults implements IDefaultValueProvider {
    static final String KNOBS = "knobs";

    /// Options that the file has elsewhere, for all commands, and those that only ask for help.
    private static final Set<String> ELSEWHERE = Set.of("knob", "otlp", "allowOrigin", "help", "version");

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        ConfigFile config;
        try {
            config = ConfigFile.in(ConfigFolder.platformDefault());
        } catch (SetupException _) {
            // The command reads the file again and reports what is wrong with it.
            return null;
        }
        JsonNode value = config.node().path(key(option));
        if (ELSEWHERE.contains(key(option)) || value.isMissingNode() || value.isNull()) {
            return null;
        }
        boolean isFile = option.type().equals(Path.class) || "FILE.yaml".equals(option.paramLabel()) && !value.asText().isEmpty();
        return isFile ? config.file().toAbsolutePath().resolveSibling(value.asText()).toString() : value.asText();
    }

    private static String key(OptionSpec option) {
        String[] words = option.longestName().substring(2).split("-");
        StringBuilder key = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            key.append(words[i].substring(0, 1).toUpperCase(Locale.ROOT)).append(words[i].substring(1));
        }
        return key.toString();
    }

    /// @param command that of `gpudyno node`
    /// @throws SetupException naming a key that is no option, or whose value has a wrong form
    static void check(ConfigFile config, CommandSpec command) throws SetupException {
        TreeSet<String> known = command.options().stream().filter(option -> option.longestName().startsWith("--")).map(NodeDefaults::key)
                .filter(key -> !ELSEWHERE.contains(key)).collect(Collectors.toCollection(TreeSet::new));
        known.add(KNOBS);
        for (Map.Entry<String, JsonNode> entry : config.node().properties()) {
            String at = config.file() + ", node." + entry.getKey() + ": ";
            if (!known.contains(entry.getKey())) {
                throw new SetupException(at + "there is no such key; there are " + String.join(", ", known));
            }
            if (entry.getKey().equals(KNOBS) ? !entry.getValue().isObject() : entry.getValue().isContainerNode()) {
                throw new SetupException(at + (entry.getKey().equals(KNOBS)
                        ? "knobs and their values are needed, such as {serve.batch.maxSize: 8}"
                        : "one value is needed"));
            }
        }
    }
}
