package gpudyno.model.gpu;

/// What a device can do at most, or what bounds it. Unlike a meter's value it rarely changes.
public enum Limit {
    MEMORY("bytes"),
    CLOCK_GRAPHICS("MHz"),
    CLOCK_SM("MHz"),
    CLOCK_MEMORY("MHz"),
    CLOCK_VIDEO("MHz"),
    /// The greatest PCIe generation that device and slot have in common.
    PCIE_GENERATION("1"),
    /// The greatest PCIe generation of the device itself.
    PCIE_GENERATION_DEVICE("1"),
    /// The most PCIe lanes that device and slot have in common.
    PCIE_WIDTH("1"),
    /// Where the hardware begins to slow the device down.
    TEMPERATURE_SLOWDOWN("celsius"),
    TEMPERATURE_SHUTDOWN("celsius"),
    /// Where the driver begins to slow the device down.
    TEMPERATURE_OPERATING("celsius"),
    /// What fans and clocks are steered to.
    TEMPERATURE_TARGET("celsius"),
    TEMPERATURE_MEMORY("celsius"),
    /// Newer devices tell these bounds as degrees left, to be held against the meter `gpu.temperature.margin`.
    MARGIN_SLOWDOWN("celsius"),
    MARGIN_SHUTDOWN("celsius"),
    MARGIN_OPERATING("celsius"),
    MARGIN_MEMORY("celsius"),
    /// The least power limit that may be set.
    POWER_MIN("watts"),
    /// The greatest power limit that may be set.
    POWER_MAX("watts"),
    POWER_DEFAULT("watts"),
    FANS("1"),
    FAN_SPEED("rpm"),
    MULTIPROCESSORS("1"),
    CORES("1");

    private final String unit;

    Limit(String unit) {
        this.unit = unit;
    }

    public String unit() {
        return unit;
    }
}
