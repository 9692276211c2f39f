package gpudyno.console.screens;

import gpudyno.console.kit.Theme;
import java.time.Duration;
import java.util.function.Function;
import javafx.scene.Parent;

/// Something to render.
///
/// @param name of its files: `name-dark.png` and `name-light.png`
/// @param width of the stage in pixels
/// @param height of the stage in pixels; the headless platform paints no stage larger than about 1.4 million pixels
/// @param settle how long after showing the picture is taken, for what draws on a timer
/// @param content made on the JavaFX thread, once a theme
public record Screen(String name, int width, int height, Duration settle, Function<Theme, Parent> content) {
    /// At the size of the mock-ups.
    public Screen(String name, Function<Theme, Parent> content) {
        this(name, 1440, 900, Duration.ofMillis(400), content);
    }
}
