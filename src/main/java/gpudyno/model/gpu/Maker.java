package gpudyno.model.gpu;

/// Who made a device.
public enum Maker {
    NVIDIA("NVIDIA"),
    AMD("AMD"),
    INTEL("Intel");

    private final String title;

    Maker(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
