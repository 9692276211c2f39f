package gpudyno.console.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FontFilesTest {
    @TempDir
    private Path folder;

    /// A process that loads the fonts and is killed with no time to clear up.
    static final class Killed {
        private Killed() {
        }

        public static void main(String[] arguments) {
            FontFiles.keepIn(Path.of(arguments[0]));
            Fonts.register();
            System.out.println(Fonts.regular(12).getFamily() + ", " + Fonts.semiBold(12).getFamily() + ", " + Fonts.mono(12).getFamily());
            Runtime.getRuntime().halt(9);
        }
    }

    @Test
    void aKilledConsoleLeavesNoFontAmongTheTemporaryFiles() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path kept = folder.resolve("kept");
        Path said = Files.createFile(folder.resolve("said"));
        Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-Dglass.platform=Headless", "-Dprism.order=sw", "-Djava.io.tmpdir=" + temporary,
                "-cp", System.getProperty("java.class.path"), Killed.class.getName(), kept.toString())
                .redirectErrorStream(true).redirectOutput(said.toFile()).start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(said).content().contains(List.of("Inter, Inter Semi Bold, JetBrains Mono"));
        assertThat(process.exitValue()).isEqualTo(9);
        assertThat(kept).isNotEmptyDirectory();
        try (var left = Files.list(temporary)) {
            assertThat(left.map(file -> file.getFileName().toString())).noneMatch(name -> name.contains("JXF"));
        }
    }
}
