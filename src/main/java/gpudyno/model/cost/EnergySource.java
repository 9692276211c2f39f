package gpudyno.model.cost;

/// How the energy of a period is known, the best first.
public enum EnergySource {
    /// The devices' own energy counters.
    COUNTER,
    /// The devices' power, integrated over time.
    POWER,
    /// The energy counters of the host's processors (RAPL), on a node without a device that tells its power.
    HOST,
    /// The watts that the operator declared.
    DECLARED,
    /// Neither measured nor declared.
    UNKNOWN;

    /// For people, after *energy by*.
    public String words() {
        return switch (this) {
            case COUNTER -> "energy counters";
            case POWER -> "power over time";
            case HOST -> "processor counters";
            case DECLARED -> "declared watts";
            case UNKNOWN -> "nothing";
        };
    }
}
