package gpudyno.console.history;

/// What a lane holds, in the order of the lanes.
enum EntryKind {
    SESSION("Sessions"),
    RUN("Runs"),
    EVENT("Events"),
    ALERT("Alerts"),
    INCIDENT("Incidents"),
    GPU_CAUSE("GPU causes");

    private final String lane;

    EntryKind(String lane) {
        this.lane = lane;
    }

    String lane() {
        return lane;
    }
}
