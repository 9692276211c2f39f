package gpudyno.console.history;

import java.time.Duration;

/// How much of the past the time line shows.
enum Zoom {
    HOUR("1h", Duration.ofHours(1)),
    SIX_HOURS("6h", Duration.ofHours(6)),
    DAY("24h", Duration.ofDays(1)),
    WEEK("7d", Duration.ofDays(7));

    private final String label;
    private final Duration length;

    Zoom(String label, Duration length) {
        this.label = label;
        this.length = length;
    }

    String label() {
        return label;
    }

    Duration length() {
        return length;
    }
}
