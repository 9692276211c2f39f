package gpudyno.cli;

import gpudyno.tune.command.LaunchTemplate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The programs that a tuning session may start on this machine, from the list `commands:` in `gpudyno.yaml`. A space file may come from
/// somebody else, so it cannot start any other program by itself, except this one.
///
/// @param file where they are listed
record AllowedCommands(Path file, List<String> programs) {
    AllowedCommands {
        programs = List.copyOf(programs);
    }

    /// @param config folder of the settings; without the file the list is empty
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
