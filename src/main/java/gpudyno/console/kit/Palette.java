package gpudyno.console.kit;

import java.util.List;
import javafx.scene.paint.Color;

/// The colours of a theme for what is painted on a canvas; the same as the tokens of its style sheet.
///
/// @param series six colours, told apart under protanopia, deuteranopia and tritanopia; their meaning is fixed, see [SeriesColor]
/// @param heat the heat map's ramp, from few to many
/// @param subtle opacity of a status colour used as a fill
public record Palette(Color background, Color panel, Color overlay, Color border, Color borderStrong, Color divider, Color grid,
        Color track,
        Color hover, Color text, Color muted, Color accent, Color filled, Color success, Color warning, Color danger, Color dangerText,
        List<Color> series, List<Color> heat, double subtle) {
    private static final List<Color> HEAT = colors("#12233f", "#123a70", "#1a57ad", "#2f81f7", "#79c0ff", "#cae8ff", "#ffffff");

    static final Palette DARK = new Palette(Color.web("#0d1117"), Color.web("#161b22"), Color.web("#1c2128"), Color.web("#30363d"),
            Color.web("#484f58"), Color.web("#21262d"), Color.web("#21262d"), Color.web("#262c36"), Color.web("#1f242c"),
            Color.web("#e6edf3"), Color.web("#8b949e"), Color.web("#2f81f7"), Color.web("#1f6feb"), Color.web("#3fb950"),
            Color.web("#d29922"), Color.web("#f85149"), Color.web("#ff7b72"),
            colors("#3aa5ff", "#f59300", "#2c8f88", "#f7b5d6", "#e6f58a", "#db4a1c"), HEAT, 0.15);

    static final Palette LIGHT = new Palette(Color.web("#f6f8fa"), Color.web("#ffffff"), Color.web("#ffffff"), Color.web("#d0d7de"),
            Color.web("#afb8c1"), Color.web("#e6eaef"), Color.web("#e9edf1"), Color.web("#e3e8ee"), Color.web("#eef1f4"),
            Color.web("#1f2328"), Color.web("#59636e"), Color.web("#0969da"), Color.web("#0969da"), Color.web("#1a7f37"),
            Color.web("#9a6700"), Color.web("#cf222e"), Color.web("#cf222e"),
            colors("#0a60f5", "#d07b01", "#005f70", "#a034b0", "#422e00", "#c12a03"), HEAT.reversed(), 0.10);

    public Palette {
        series = List.copyOf(series);
        heat = List.copyOf(heat);
    }

    /// The colour of a series.
    public Color of(SeriesColor color) {
        return series.get(color.index());
    }

    /// A colour thinned to a fill.
    public Color subtle(Color color) {
        return color.deriveColor(0, 1, 1, subtle);
    }

    /// The heat ramp at `share` of the most: 0 few, 1 many; colours between two steps are mixed.
    public Color heat(double share) {
        double position = Math.clamp(share, 0, 1) * (heat.size() - 1);
        int step = Math.min((int) position, heat.size() - 2);
        return heat.get(step).interpolate(heat.get(step + 1), position - step);
    }

    /// The colour of a status.
    public Color of(Status status) {
        return switch (status) {
            case NEUTRAL -> muted;
            case ACCENT -> accent;
            case SUCCESS -> success;
            case WARNING -> warning;
            case DANGER -> danger;
        };
    }

    private static List<Color> colors(String... web) {
        return List.of(web).stream().map(Color::web).toList();
    }
}
