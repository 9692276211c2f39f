package gpudyno.console.gpu;

import gpudyno.console.chart.TimePicture;
import gpudyno.console.kit.Status;
import gpudyno.model.memory.Pressure;
import java.util.ArrayList;
import java.util.List;

/// The colours of pressure, in chips, bars and the memory timeline.
final class PressureWords {
    private PressureWords() {
    }

    static Status status(Pressure pressure) {
        return switch (pressure) {
            case LOW -> Status.SUCCESS;
            case MEDIUM, HIGH -> Status.WARNING;
            case CRITICAL -> Status.DANGER;
        };
    }

    /// Of a bar that is no warning while pressure is low.
    static Status bar(double percent) {
        Pressure pressure = Pressure.of(percent);
        return pressure == Pressure.LOW ? Status.ACCENT : status(pressure);
    }

    /// As zones of the memory timeline.
    static List<TimePicture.Overlay> zones() {
        List<TimePicture.Overlay> zones = new ArrayList<>();
        Pressure[] all = Pressure.values();
        for (int i = 0; i < all.length; i++) {
            double to = i + 1 < all.length ? all[i + 1].from() : 100;
            zones.add(new TimePicture.Zone(all[i].from(), to, all[i].title(), all[i] == Pressure.LOW ? Status.NEUTRAL : status(all[i])));
        }
        return zones;
    }
}
