package gpudyno.console.overview;

import gpudyno.console.kit.TargetTile;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.Target;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// The five tiles. They judge the last 60 s, and say Idle below 20 requests; throughput fails only if at least its target was offered.
final class TargetTiles extends HBox {
    /// The memory meter's label where there is no GPU.
    private static final String HOST = "host";
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
            // All alike wide, whatever each has to say.
            slot.tile.setPrefWidth(200);
            slot.tile.setMaxWidth(Double.MAX_VALUE);
            getChildren().add(slot.tile);
        }
    }

    void show(Picture picture) {
        if (picture.stale()) {
            slots.forEach(slot -> slot.tile.showStale(picture.age()));
            return;
        }
        slots.getFirst().tile
                .title(picture.device().equals(HOST) || picture.device().isEmpty() ? "Host memory" : "GPU memory " + picture.device());
        for (Slot slot : slots) {
            show(slot, picture);
        }
    }

    private static void show(Slot slot, Picture picture) {
        Optional<Target> target = picture.profile().target(slot.meter);
        Double value = picture.figures().get(slot.meter);
        double[] history = Objects.requireNonNullElse(picture.histories().get(slot.meter), new double[0]);
        boolean needsRequests = !slot.meter.equals(DerivedMeters.MEMORY_PERCENT);
        if (picture.figures().isEmpty()) {
            slot.tile.showIdle(target, slot.unit, "waiting for the first frame");
        } else if (value == null || needsRequests && picture.requests() < LEAST_REQUESTS) {
            slot.tile.showIdle(target, slot.unit, String.format("%.0f requests in 60 s, %d needed", picture.requests(), LEAST_REQUESTS));
        } else if (target.isEmpty() || unfair(slot, target.get(), picture.figures())) {
            slot.tile.showUnjudged(value, slot.unit, history);
        } else {
            slot.tile.show(value, target.get(), slot.unit, history);
        }
    }

    private static boolean unfair(Slot slot, Target target, Map<String, Double> figures) {
        return slot.meter.equals(DerivedMeters.THROUGHPUT) && figures.getOrDefault(DerivedMeters.OFFERED, 0.0) < target.bound();
    }
}
