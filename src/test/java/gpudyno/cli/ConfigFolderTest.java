package gpudyno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigFolderTest {
    private static final Path HOME = Path.of("/home/ada");

    @Test
    void itFollowsThePlatform() {
        assertThat(ConfigFolder.of("Linux", HOME, Map.of())).isEqualTo(HOME.resolve(".config/gpudyno"));
        assertThat(ConfigFolder.of("Linux", HOME, Map.of("XDG_CONFIG_HOME", "/etc/ada"))).isEqualTo(Path.of("/etc/ada/gpudyno"));
        assertThat(ConfigFolder.of("Mac OS X", HOME, Map.of())).isEqualTo(HOME.resolve("Library/Preferences/GPU Dyno"));
        assertThat(ConfigFolder.of("Windows 11", HOME, Map.of("APPDATA", "/roaming"))).isEqualTo(Path.of("/roaming/GPU Dyno"));
    }

    @Test
    void whatTheUserSetsGoesFirst() {
        assertThat(ConfigFolder.of("Linux", HOME, Map.of("XDG_CONFIG_HOME", "/etc/ada", "GPUDYNO_CONFIG", "/here")))
                .isEqualTo(Path.of("/here"));
        assertThat(ConfigFolder.of("Linux", HOME, Map.of("GPUDYNO_CONFIG", " "))).isEqualTo(HOME.resolve(".config/gpudyno"));
    }
}
