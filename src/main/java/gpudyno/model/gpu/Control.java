package gpudyno.model.gpu;

/// What of a device can be set.
public enum Control {
    /// The power that the device may draw.
    POWER_LIMIT("power.limit", "watts"),
    /// The least graphics clock. Clocks are locked unless both bounds stand at the ends of their range.
    CLOCK_MIN("clock.min", "MHz"),
    /// The greatest graphics clock.
    CLOCK_MAX("clock.max", "MHz"),
    /// Whether the driver stays loaded while nobody uses the device: 0 or 1.
    PERSISTENCE("persistence", "");

    private final String word;
    private final String unit;

    Control(String word, String unit) {
        this.word = word;
        this.unit = unit;
    }

    /// How the ids of its knobs end, such as `power.limit` in `gpu.0.power.limit`.
    public String word() {
        return word;
    }

    public String unit() {
        return unit;
    }

    /// Whether its values are 0 and 1.
    public boolean isSwitch() {
        return this == PERSISTENCE;
    }
}
