package gpudyno.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import gpudyno.tune.command.LaunchTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The programs this machine's operator lets a tuning session start: `commands:` in `gpudyno.yaml`. A space file alone, perhaps from somewhere
/// else, starts nothing but this program itself.
///
/// @param file where they are listed
record AllowedCommands(Path file, List<String> programs) {
    private static final int MOST = 1 << 20;
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(16).maxDocumentLength(MOST).build()).build());

    AllowedCommands {
        programs = List.copyOf(programs);
    }

    /// @param config folder of the settings; a missing file lists nothing
    static AllowedCommands in(Path config) throws SetupException {
        Path file = config.resolve("gpudyno.yaml");
        List<String> programs = new ArrayList<>();
        try {
            if (Files.exists(file)) {
                JsonNode root = YAML.readTree(Files.readString(file));
                root.path("commands").forEach(program -> programs.add(program.asText()));
            }
        } catch (JsonProcessingException e) {
            throw new SetupException(file + " is no valid YAML: " + e.getOriginalMessage().lines().findFirst().orElse(""), e);
        } catch (IOException e) {
            throw new SetupException(file + " cannot be read: " + e.getMessage(), e);
        }
        return new AllowedCommands(file, programs);
    }

    void check(LaunchTemplate launch) throws SetupException {
        if (!launch.startsSelf() && !programs.contains(launch.program())) {
            throw new SetupException("'" + launch.program() + "' may not be started: its name is not listed under commands: in " + file
                    + "; add the line `commands: [" + launch.program() + "]` there if you trust it");
        }
    }
}
