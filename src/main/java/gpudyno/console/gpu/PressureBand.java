package gpudyno.console.gpu;

import gpudyno.console.chart.TimePicture;
import gpudyno.console.kit.Status;
import java.util.Arrays;
import java.util.List;

/// How pressed a device's memory is, by its share in use.
enum PressureBand {
    LOW("low", 0, 70, Status.SUCCESS),
    MEDIUM("medium", 70, 85, Status.WARNING),
    HIGH("high", 85, 95, Status.WARNING),
    CRITICAL("critical", 95, 100, Status.DANGER);

    private final String title;
    private final double from;
    private final double to;
    private final Status status;

    PressureBand(String title, double from, double to, Status status) {
        this.title = title;
        this.from = from;
        this.to = to;
        this.status = status;
    }

    /// @param percent of the memory in use
    static PressureBand of(double percent) {
        return Arrays.stream(values()).filter(band -> percent >= band.from).reduce(LOW, (_, higher) -> higher);
    }

    /// As zones of the memory timeline.
    static List<TimePicture.Overlay> zones() {
        return Arrays.stream(values()).<TimePicture.Overlay>map(
                band -> new TimePicture.Zone(band.from, band.to, band.title, band == LOW ? Status.NEUTRAL : band.status)).toList();
    }

    String title() {
        return title;
    }

    Status status() {
        return status;
    }
}
