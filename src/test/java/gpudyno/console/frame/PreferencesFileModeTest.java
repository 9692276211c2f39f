package gpudyno.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreferencesFileModeTest {
    @Test
    void settingsAreTheirOwnersAloneAndAStricterModeStays(@TempDir Path folder) throws Exception {
        PreferencesFile preferences = new PreferencesFile(folder);
        Path file = folder.resolve("console.json");
        preferences.save(Preferences.DEFAULT);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        for (String mode : new String[]{"rw-r--r--", "r--------"}) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            preferences.save(Preferences.DEFAULT);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo(mode.startsWith("rw") ? "rw-------" : mode);
        }
        assertThat(preferences.load().message()).isEmpty();
    }
}
