package gpudyno.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.console.kit.Theme;
import gpudyno.console.page.TimeRange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreferencesFileTest {
    @TempDir
    Path folder;

    @Test
    void whatWasSavedIsLoadedAndNothingElseIsLeftBehind() throws Exception {
        PreferencesFile file = new PreferencesFile(folder.resolve("config"));
        Preferences left = new Preferences(1200, 800, Theme.LIGHT, TimeRange.HOUR, Map.of("folder.save", "/tmp"));
        file.save(left);
        assertThat(file.load()).isEqualTo(new PreferencesFile.Loaded(left, ""));
        try (var files = Files.list(folder.resolve("config"))) {
            assertThat(files.map(path -> path.getFileName().toString())).containsExactly("console.json");
        }
    }

    @Test
    void unknownKeysAreIgnoredAndMissingOnesTakeTheirDefaults() throws Exception {
        Files.writeString(folder.resolve("console.json"), "{\"theme\": \"LIGHT\", \"later\": [1, 2]}");
        assertThat(new PreferencesFile(folder).load().preferences())
                .isEqualTo(new Preferences(1440, 900, Theme.LIGHT, TimeRange.QUARTER, Map.of()));
    }

    @Test
    void aFileThatIsNoJsonIsToleratedSaidAndLeftAlone() throws Exception {
        Path file = Files.writeString(folder.resolve("console.json"), "{\"theme\": DARK");
        PreferencesFile.Loaded loaded = new PreferencesFile(folder).load();
        assertThat(loaded.preferences()).isEqualTo(Preferences.DEFAULT);
        assertThat(loaded.message()).contains("could not be read");
        assertThat(file).hasContent("{\"theme\": DARK");
    }

    @Test
    void aWindowIsNeverSmallerThanThePagesNeed() {
        assertThat(new Preferences(10, 10, Theme.DARK, TimeRange.HOUR, Map.of())).extracting(Preferences::width, Preferences::height)
                .containsExactly(Preferences.MIN_WIDTH, Preferences.MIN_HEIGHT);
    }
}
