package gpudyno.console.overview;

import gpudyno.console.kit.TargetTile;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// The five tiles. They judge the last 60 s, and say Idle below 20 requests; throughput fails only if at least its target was offered.
final class TargetTiles extends HBox {
    static final Duration JUDGED = Duration.ofSeconds(60);
    private static final int LEAST_REQUESTS = 20;

    private record Slot(String meter, String unit, TargetTile tile) {}

    private final List<Slot> slots = List.of(new Slot(DerivedMeters.MEMORY_PERCENT, "percent", new TargetTile("Host memory")),
            new Slot(DerivedMeters.CACHE_HIT_PERCENT, "percent", new TargetTile("Cache hit")),
            new Slot(DerivedMeters.LATENCY_P95, "ms", new TargetTile("p95 latency")),
            new Slot(DerivedMeters.ERRORS_PERCENT, "percent", new TargetTile("Error rate")),
            new Slot(DerivedMeters.THROUGHPUT, "req/s", new TargetTile("Throughput")));

    TargetTiles() {
        super(12);
        for (Slot slot : slots) {
            HBox.setHgrow(slot.tile, Priority.ALWAYS);
            slot.tile.setMaxWidth(Double.MAX_VALUE);
            getChildren().add(slot.tile);
        }
    }

    /// @param minute the frames of the last 60 s
    /// @param fiveMinutes frames for the sparklines
    void show(Profile profile, List<Frame> minute, List<Frame> fiveMinutes) {
        if (minute.isEmpty()) {
            slots.forEach(slot -> slot.tile.showIdle("waiting for the first frame"));
            return;
        }
        Frame window = Frame.rollUp(minute);
        Map<String, Double> figures = DerivedMeters.of(window);
        double requests = DerivedMeters.requests(window);
        for (Slot slot : slots) {
            double[] history = fiveMinutes.stream().mapToDouble(frame -> DerivedMeters.of(frame).getOrDefault(slot.meter, Double.NaN))
                    .toArray();
            show(slot, profile.target(slot.meter), figures, requests, history);
        }
    }

    private static void show(Slot slot, Optional<Target> target, Map<String, Double> figures, double requests, double[] history) {
        Double value = figures.get(slot.meter);
        boolean needsRequests = !slot.meter.equals(DerivedMeters.MEMORY_PERCENT);
        if (value == null || needsRequests && requests < LEAST_REQUESTS) {
            slot.tile.showIdle(String.format("%.0f requests in 60 s, %d needed", requests, LEAST_REQUESTS));
        } else if (target.isEmpty() || unfair(slot, target.get(), figures)) {
            slot.tile.showUnjudged(value, slot.unit, history);
        } else {
            slot.tile.show(value, target.get(), slot.unit, history);
        }
    }

    private static boolean unfair(Slot slot, Target target, Map<String, Double> figures) {
        return slot.meter.equals(DerivedMeters.THROUGHPUT) && figures.getOrDefault(DerivedMeters.OFFERED, 0.0) < target.bound();
    }
}
