package gpudyno.model.memory;

/// How close a device's memory is to its end.
public enum Pressure {
    LOW(0, "low"),
    MEDIUM(70, "medium"),
    HIGH(85, "high"),
    CRITICAL(95, "critical");

    private final double from;
    private final String title;

    Pressure(double from, String title) {
        this.from = from;
        this.title = title;
    }

    /// The least percentage of memory in use that counts as this.
    public double from() {
        return from;
    }

    public String title() {
        return title;
    }

    /// @param percent of the memory in use
    public static Pressure of(double percent) {
        Pressure pressure = LOW;
        for (Pressure next : values()) {
            if (percent >= next.from) {
                pressure = next;
            }
        }
        return pressure;
    }
}
