package gpudyno.cli;

import gpudyno.tune.command.LaunchTemplate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The programs this machine's operator lets a tuning session start: `commands:` in `gpudyno.yaml`. A space file alone, perhaps from somewhere
/// else, starts nothing but this program itself.
///
/// @param file where they are listed
record AllowedCommands(Path file, List<String> programs) {
    AllowedCommands {
        programs = List.copyOf(programs);
    }

    /// @param config folder of the settings; a missing file lists nothing
    static AllowedCommands in(Path config) throws SetupException {
        ConfigFile settings = ConfigFile.in(config);
        List<String> programs = new ArrayList<>();
        settings.root().path("commands").forEach(program -> programs.add(program.asText()));
        return new AllowedCommands(settings.file(), programs);
    }

    void check(LaunchTemplate launch) throws SetupException {
        if (!launch.startsSelf() && !programs.contains(launch.program())) {
            throw new SetupException("'" + launch.program() + "' may not be started: its name is not listed under commands: in " + file
                    + "; add the line `commands: [" + launch.program() + "]` there if you trust it");
        }
    }
}
