package gpudyno.model.meter;

import java.time.Duration;
import java.util.List;

/// What foresight works out, as meters: charts and alerts use them like any other.
public final class ForesightMeters {
    /// The label holds a watched meter, or `joint` for all of them together.
    public static final Meter SCORE = Meter.gauge("anomaly.score", "1", "How unusual a meter is, from 0 to 1; 0.8 and more is an anomaly",
            "meter");
    /// The labels hold a forecast meter and how far ahead, such as `30m`.
    public static final Meter FORECAST = Meter.gauge("forecast.value", "1", "What a meter is forecast to read, in that meter's unit",
            "meter", "ahead");
    public static final Meter HEALTH = Meter.gauge("health.score", "1", "How the node is, from 0 to 100");
    /// Label of [#SCORE] for all meters together.
    public static final String JOINT = "joint";
    /// How far ahead meters are forecast.
    public static final List<Duration> HORIZONS = List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(15),
            Duration.ofMinutes(30), Duration.ofHours(1), Duration.ofHours(2));

    private ForesightMeters() {
    }

    /// A horizon as the label of [#FORECAST] has it: `1m`, `5m`, `15m`, `30m`, `1h`, `2h`.
    public static String label(Duration horizon) {
        return horizon.toMinutes() < 60 ? horizon.toMinutes() + "m" : horizon.toHours() + "h";
    }
}
