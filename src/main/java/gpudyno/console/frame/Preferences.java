package gpudyno.console.frame;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import gpudyno.console.kit.Theme;
import gpudyno.console.page.TimeRange;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a user left the window.
///
/// @param width of the window in pixels, at least [#MIN_WIDTH]
/// @param height of the window in pixels, at least [#MIN_HEIGHT]
/// @param remembered what a [gpudyno.console.kit.Memory] keeps
@JsonIgnoreProperties(ignoreUnknown = true)
public record Preferences(double width, double height, Theme theme, TimeRange range,
        Map<String, String> remembered) {
    public static final double MIN_WIDTH = 1000;
    public static final double MIN_HEIGHT = 700;
    public static final Preferences DEFAULT = new Preferences(1440, 900, Theme.DARK, TimeRange.QUARTER, Map.of());

    /// What a file leaves out takes its default.
    public Preferences(double width, double height, @Nullable Theme theme, @Nullable TimeRange range,
            @Nullable Map<String, String> remembered) {
        this.width = width > 0 ? Math.max(MIN_WIDTH, width) : 1440;
        this.height = height > 0 ? Math.max(MIN_HEIGHT, height) : 900;
        this.theme = Optional.ofNullable(theme).orElse(Theme.DARK);
        this.range = Optional.ofNullable(range).orElse(TimeRange.QUARTER);
        this.remembered = Optional.ofNullable(remembered).map(Map::copyOf).orElse(Map.of());
    }

    Preferences withTheme(Theme other) {
        return new Preferences(width, height, other, range, remembered);
    }

    Preferences withRange(TimeRange other) {
        return new Preferences(width, height, theme, other, remembered);
    }

    Preferences withSize(double newWidth, double newHeight) {
        return new Preferences(newWidth, newHeight, theme, range, remembered);
    }
}
