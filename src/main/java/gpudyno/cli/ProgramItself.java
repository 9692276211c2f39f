package gpudyno.cli;

import java.nio.file.Path;
import java.util.List;

/// The words that start this program again.
final class ProgramItself {
    private ProgramItself() {
    }

    static List<String> words() {
        String installed = System.getProperty("jpackage.app-path");
        return installed != null
                ? List.of(installed)
                : List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xmx256m",
                        "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Main.class.getName());
    }
}
