package gpudyno.model.gpu;

/// Who made a device.
public enum Maker {
    NVIDIA("NVIDIA"),
    AMD("AMD"),
    INTEL("Intel"),
    /// Nobody: the device is made up, for a demonstration or a test.
    SIMULATED("Simulated");

    private final String title;

    Maker(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
