package gpudyno.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserFoldersTest {
    private static final String ACCOUNT = "/home/ada";

    private static Path data(String... environment) {
        return UserFolders.data("Linux", ACCOUNT, environment(environment));
    }

    private static Path config(String... environment) {
        return UserFolders.config("Linux", ACCOUNT, environment(environment));
    }

    private static Map<String, String> environment(String... pairs) {
        Map<String, String> environment = new java.util.HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            environment.put(pairs[i], pairs[i + 1]);
        }
        return environment;
    }

    @Test
    void theyFollowThePlatform() {
        assertThat(data()).isEqualTo(Path.of("/home/ada/.local/share/gpudyno"));
        assertThat(config()).isEqualTo(Path.of("/home/ada/.config/gpudyno"));
        assertThat(UserFolders.data("Mac OS X", ACCOUNT, Map.of())).isEqualTo(Path.of("/home/ada/Library/Application Support/GPU Dyno"));
        assertThat(UserFolders.config("Mac OS X", ACCOUNT, Map.of())).isEqualTo(Path.of("/home/ada/Library/Preferences/GPU Dyno"));
        assertThat(UserFolders.config("Windows 11", ACCOUNT, Map.of("APPDATA", "/roaming"))).isEqualTo(Path.of("/roaming/GPU Dyno"));
        assertThat(UserFolders.data("Windows 11", ACCOUNT, Map.of("LOCALAPPDATA", "/local"))).isEqualTo(Path.of("/local/GPU Dyno"));
    }

    @Test
    void homeIsTheVariableAndTheAccountsOnlyWhereThereIsNone() {
        assertThat(data("HOME", "/mnt/bob")).isEqualTo(Path.of("/mnt/bob/.local/share/gpudyno"));
        assertThat(config("HOME", "/mnt/bob")).isEqualTo(Path.of("/mnt/bob/.config/gpudyno"));
        assertThat(data("HOME", "")).isEqualTo(Path.of("/home/ada/.local/share/gpudyno"));
    }

    @Test
    void xdgFoldersCountWhereTheyAreAbsolute() {
        assertThat(data("HOME", "/mnt/bob", "XDG_DATA_HOME", "/srv/data")).isEqualTo(Path.of("/srv/data/gpudyno"));
        assertThat(config("XDG_CONFIG_HOME", "/srv/config")).isEqualTo(Path.of("/srv/config/gpudyno"));
        for (String relative : new String[]{"data", "./data", "~/data", "../data", " "}) {
            assertThat(data("HOME", "/mnt/bob", "XDG_DATA_HOME", relative)).isEqualTo(Path.of("/mnt/bob/.local/share/gpudyno"));
            assertThat(config("HOME", "/mnt/bob", "XDG_CONFIG_HOME", relative)).isEqualTo(Path.of("/mnt/bob/.config/gpudyno"));
        }
    }

    @Test
    void whatTheUserSetsGoesFirst() {
        assertThat(data("XDG_DATA_HOME", "/srv/data", "GPUDYNO_DATA", "/here")).isEqualTo(Path.of("/here"));
        assertThat(config("XDG_CONFIG_HOME", "/srv/config", "GPUDYNO_CONFIG", "/here")).isEqualTo(Path.of("/here"));
        assertThat(config("GPUDYNO_CONFIG", " ")).isEqualTo(Path.of("/home/ada/.config/gpudyno"));
    }

    @Test
    void aNameTheLocaleHasNoLettersForIsSaidToBeOne() {
        assertThatThrownBy(() -> data("HOME", "/home/M\uFFFD\uFFFDller")).isInstanceOf(StoreException.class).hasMessageContaining("HOME")
                .hasMessageContaining("UTF-8");
    }
}
