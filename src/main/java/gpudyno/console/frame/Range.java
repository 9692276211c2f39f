package gpudyno.console.frame;

import java.time.Duration;

/// How much of the past charts show.
public enum Range {
    ONE_MINUTE("1m", Duration.ofMinutes(1)), FIVE_MINUTES("5m", Duration.ofMinutes(5)), FIFTEEN_MINUTES("15m",
            Duration.ofMinutes(15)), ONE_HOUR("1h", Duration.ofHours(1));

    private final String label;
    private final Duration length;

    Range(String label, Duration length) {
        this.label = label;
        this.length = length;
    }

    public String label() {
        return label;
    }

    public Duration length() {
        return length;
    }
}
