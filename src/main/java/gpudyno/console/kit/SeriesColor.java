package gpudyno.console.kit;

/// The colours of series, in legends and charts alike; the first six meanings a chart can have. They are told apart under protanopia,
/// deuteranopia and tritanopia, see [Palette].
public enum SeriesColor {
    /// Median, achieved, used, service time.
    ACTUAL(0),
    /// p95, offered, forecast, intended time.
    FORECAST(1),
    /// Reserved, power.
    RESERVED(2),
    /// p99, temperature.
    EXTREME(3),
    /// What has no meaning of its own.
    OTHER(4),
    /// Errors, anomalies.
    ERRORS(5);

    private final int index;

    SeriesColor(int index) {
        this.index = index;
    }

    /// The place among [Palette#series].
    int index() {
        return index;
    }

    /// For series that come in any number: the colours in their order, and from the first again.
    public static SeriesColor of(int index) {
        return values()[Math.floorMod(index, values().length)];
    }

    /// The class of the style sheets.
    String style() {
        return "series-" + (index + 1);
    }
}
