package gpudyno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import gpudyno.cli.ChildProgram.Ended;
import gpudyno.store.DataFolder;
import gpudyno.store.SharedLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What the console says, in a process of its own, where a display is named on which no window can be opened: one sentence, and status 2.
@EnabledOnOs(OS.LINUX)
class UnusableDisplayTest {
    /// A display that no X server has: they are numbered from 0, and a port of its number would be above 65,535.
    private static final Map<String, String> NO_SERVER = Map.of("DISPLAY", ":65000");

    @TempDir
    private Path home;

    private Ended start(Map<String, String> environment, String... options) throws IOException, InterruptedException {
        // On the module path, as the program is started: on the class path JavaFX warns that it is not made for it.
        List<String> java = new ArrayList<>(List.of("--module-path", libraries("javafx-"), "--add-modules=javafx.controls,javafx.swing",
                "--enable-native-access=javafx.graphics"));
        java.addAll(List.of(options));
        return new ChildProgram(home).options(java).environment(environment).run();
    }

    private static String libraries(String beginning) {
        Stream<Path> all = Arrays.stream(System.getProperty("java.class.path").split(System.getProperty("path.separator"))).map(Path::of);
        return String.join(System.getProperty("path.separator"),
                all.filter(jar -> String.valueOf(jar.getFileName()).startsWith(beginning)).map(Path::toString).toList());
    }

    private void isOneSentence(Ended ended, String... words) {
        assertThat(ended.said()).startsWith("gpudyno: no window can be opened: ").contains(words).contains(Display.WITHOUT);
        assertThat(ended.said().strip().lines()).hasSize(1);
        assertThat(ended.status()).isEqualTo(Exit.SETUP);
        // It would throw if the process had left the folder locked.
        DataFolder.open(home.resolve(".local/share/gpudyno")).close();
    }

    @Test
    void aDisplayWithoutAServer() throws Exception {
        assumeThat(SharedLibrary.loads("libX11.so.6")).as("the library of X11 on this machine").isTrue();
        isOneSentence(start(NO_SERVER), "DISPLAY=:65000");
    }

    @Test
    void waylandAlone() throws Exception {
        isOneSentence(start(Map.of("WAYLAND_DISPLAY", "wayland-0")), "DISPLAY is not set", "Xwayland");
    }

    @Test
    void aPlatformThatJavaFxDoesNotHave() throws Exception {
        Ended ended = start(NO_SERVER, "-Dglass.platform=Nowhere");
        assertThat(ended.said()).contains("gpudyno: no window can be opened: ").doesNotContain("\tat ");
        assertThat(ended.status()).isEqualTo(Exit.SETUP);
    }
}
