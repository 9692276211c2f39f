package gpudyno.console.frame;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import gpudyno.console.kit.Theme;
import gpudyno.console.page.TimeRange;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a user left the window.
///
/// @param width of the window with its frame in pixels, at least [#MIN_WIDTH]
/// @param height of the window with its frame in pixels, at least [#MIN_HEIGHT]
/// @param x of the window's left edge; null where it was never placed
/// @param y of the window's upper edge; null where it was never placed
/// @param remembered what a [gpudyno.console.kit.Memory] keeps
@JsonIgnoreProperties(ignoreUnknown = true)
public record Preferences(double width, double height, Theme theme, TimeRange range, @Nullable Double x, @Nullable Double y,
        Map<String, String> remembered) {
    public static final double MIN_WIDTH = 1000;
    public static final double MIN_HEIGHT = 700;
    public static final Preferences DEFAULT = new Preferences(1440, 900, Theme.DARK, TimeRange.QUARTER, Map.of());

    /// What a file leaves out takes its default.
    @JsonCreator
    public Preferences(@JsonProperty("width") double width, @JsonProperty("height") double height,
            @JsonProperty("theme") @Nullable Theme theme, @JsonProperty("range") @Nullable TimeRange range,
            @JsonProperty("x") @Nullable Double x, @JsonProperty("y") @Nullable Double y,
            @JsonProperty("remembered") @Nullable Map<String, String> remembered) {
        this.width = width > 0 ? Math.max(MIN_WIDTH, width) : 1440;
        this.height = height > 0 ? Math.max(MIN_HEIGHT, height) : 900;
        this.theme = Optional.ofNullable(theme).orElse(Theme.DARK);
        this.range = Optional.ofNullable(range).orElse(TimeRange.QUARTER);
        this.x = x;
        this.y = y;
        this.remembered = Optional.ofNullable(remembered).map(Map::copyOf).orElse(Map.of());
    }

    /// A window that was never placed.
    Preferences(double width, double height, @Nullable Theme theme, @Nullable TimeRange range, Map<String, String> remembered) {
        this(width, height, theme, range, null, null, remembered);
    }

    /// Where it is to stand again; in the middle where it was never placed.
    public WindowPlace.Wanted place() {
        return new WindowPlace.Wanted(x == null ? Double.NaN : x, y == null ? Double.NaN : y, width, height);
    }
}
