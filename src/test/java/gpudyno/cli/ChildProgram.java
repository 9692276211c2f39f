package gpudyno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The program in a process of its own, with a home of its own and none of this process's display and folders.
record ChildProgram(Path home, List<String> before, List<String> options, Map<String, String> environment) {
    private static final List<String> OWN = List.of("GPUDYNO_DATA", "GPUDYNO_CONFIG", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "DISPLAY",
            "WAYLAND_DISPLAY");

    /// @param said what it wrote to standard output and standard error
    record Ended(int status, String said) {}

    ChildProgram(Path home) {
        this(home, List.of(), List.of(), Map.of());
    }

    /// @param command what starts it, such as `unshare`
    ChildProgram before(List<String> command) {
        return new ChildProgram(home, command, options, environment);
    }

    /// @param java options of Java
    ChildProgram options(List<String> java) {
        return new ChildProgram(home, before, java, environment);
    }

    ChildProgram environment(Map<String, String> variables) {
        return new ChildProgram(home, before, options, variables);
    }

    /// Waits until it ends.
    Ended run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(ProcessHandle.current().info().command().orElse("java"), "-XX:TieredStopAtLevel=1", "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "gpudyno.cli.Main"));
        command.addAll(List.of(arguments));
        Path said = Files.createTempFile(home, "said", "");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        OWN.forEach(builder.environment()::remove);
        builder.environment().put("HOME", home.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("it ends").isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        return new Ended(process.exitValue(), Files.readString(said));
    }
}
