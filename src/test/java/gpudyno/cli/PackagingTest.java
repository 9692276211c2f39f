package gpudyno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/// What packages carry beside the program says what the program does.
class PackagingTest {
    private static final Path PACKAGING = Path.of("packaging");

    @TempDir
    private Path folder;

    @Test
    void everyCommandAndOptionIsInTheManualAndInTheCompletions() throws IOException {
        CommandLine line = Main.commandLine();
        assertThat(ManPageGenerator.generateManPage(folder.toFile(), null, new boolean[0], false, line.getCommandSpec())).isZero();
        String completions = AutoComplete.bash("gpudyno", line);
        for (CommandSpec command : shown(line)) {
            Path page = folder.resolve(command.qualifiedName("-") + ".adoc");
            assertThat(page).exists();
            assertThat(completions).contains(command.name());
            String manual = Files.readString(page);
            for (OptionSpec option : command.options()) {
                assertThat(manual.replace("*", "").replace("_", "")).as(command.qualifiedName()).contains(option.longestName());
                assertThat(completions).contains(option.longestName());
            }
        }
        assertThat(folder.resolve("gpudyno-record-start.adoc")).doesNotExist();
    }

    @Test
    void everyCommandAndOptionIsInTheCompletionsForFish() throws Exception {
        Path completions = folder.resolve("gpudyno.fish");
        Path said = folder.resolve("said");
        Process generator = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
                System.getProperty("java.class.path"), PACKAGING.resolve("build/FishCompletion.java").toString(), completions.toString(),
                ConsoleCommand.class.getName()).redirectErrorStream(true).redirectOutput(said.toFile()).start();
        assertThat(generator.waitFor()).as(Files.readString(said)).isZero();
        List<String> lines = Files.readAllLines(completions);
        for (CommandSpec command : shown(Main.commandLine())) {
            String name = command.parent() == null ? "__fish_use_subcommand" : "__fish_seen_subcommand_from " + command.name();
            for (OptionSpec option : command.options()) {
                assertThat(lines).as(command.qualifiedName()).anyMatch(
                        line -> line.contains(name) && (line + " ").contains(" -l " + option.longestName().substring(2) + " "));
            }
        }
        assertThat(lines).noneMatch(line -> line.contains("record-start"));
    }

    private static List<CommandSpec> shown(CommandLine line) {
        List<CommandSpec> all = new ArrayList<>(List.of(line.getCommandSpec()));
        for (CommandLine command : line.getSubcommands().values()) {
            if (!command.getCommandSpec().usageMessage().hidden()) {
                all.addAll(shown(command));
            }
        }
        return all;
    }

    @Test
    void noLauncherHasJavaOptionsOfItsOwn() throws IOException {
        for (String launcher : List.of("gpudyno", "installer", "linux/gpudyno", "container/Dockerfile")) {
            assertThat(PACKAGING.resolve(launcher)).content().doesNotContain("-Xmx", "SerialGC", "--enable-native-access",
                    "MALLOC_ARENA_MAX");
        }
        assertThat(PACKAGING.resolve("gpudyno")).content().contains("packaging/java.options", "packaging/start.sh");
        assertThat(PACKAGING.resolve("installer")).content().contains("packaging/java.options", "packaging/start.sh");
    }

    @Test
    void theVersionIsWrittenInThePomAlone() throws IOException {
        String version = Main.commandLine().getCommandSpec().version()[0].replace("GPU Dyno ", "");
        try (Stream<Path> files = Files.walk(PACKAGING)) {
            for (Path file : files.filter(Files::isRegularFile).filter(file -> !file.startsWith(PACKAGING.resolve("bench"))).toList()) {
                assertThat(file).content().doesNotContain("gpudyno-" + version);
            }
        }
    }
}
