package gpudyno.model.memory;

/// How close a device's memory is to its end.
public enum Pressure {
    LOW(0, 0, "low"),
    MEDIUM(1, 70, "medium"),
    HIGH(2, 85, "high"),
    CRITICAL(3, 95, "critical");

    private final int level;
    private final double from;
    private final String title;

    Pressure(int level, double from, String title) {
        this.level = level;
        this.from = from;
        this.title = title;
    }

    /// 0 for low to 3 for critical.
    public int level() {
        return level;
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
