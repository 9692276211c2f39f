package gpudyno.console.overview;

import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Pressable;
import gpudyno.console.kit.TargetTile;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.Meters;
import gpudyno.model.target.JudgedWindow;
import gpudyno.model.target.JudgedWindow.Outcome;
import gpudyno.model.target.Target;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// The five tiles. They judge the last 60 s, or all of a period that is over, and say Idle below 20 requests; throughput fails only if at
/// least its target was offered.
final class TargetTiles extends HBox {
    /// @param meter what is judged
    /// @param source id of the meter that is worked out from
    private record Slot(String meter, String source, String unit, TargetTile tile) {}

    private final List<Slot> slots = List.of(
            new Slot(DerivedMeters.MEMORY_PERCENT, Meters.MEMORY.id(), "percent", new TargetTile("Host memory")),
            new Slot(DerivedMeters.CACHE_HIT_PERCENT, Meters.CACHE_HITS.id(), "percent", new TargetTile("Cache hit")),
            new Slot(DerivedMeters.LATENCY_P95, Meters.RESPONSE.id(), "ms", new TargetTile("p95 latency")),
            new Slot(DerivedMeters.ERRORS_PERCENT, Meters.REQUESTS.id(), "percent", new TargetTile("Error rate")),
            new Slot(DerivedMeters.THROUGHPUT, Meters.REQUESTS.id(), "req/s", new TargetTile("Throughput")));

    /// @param meter takes the id of the meter a pressed tile is read from
    TargetTiles(Consumer<String> meter) {
        super(12);
        for (Slot slot : slots) {
            Pressable.make(slot.tile, "Shows its meter over time", () -> meter.accept(slot.source));
            HBox.setHgrow(slot.tile, Priority.ALWAYS);
            // All alike wide, whatever each has to say.
            slot.tile.setPrefWidth(100);
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
                .title(picture.memoryOf() + " memory");
        for (Slot slot : slots) {
            show(slot, picture);
        }
    }

    private static void show(Slot slot, Picture picture) {
        Optional<Target> target = picture.profile().target(slot.meter);
        JudgedWindow judged = picture.judged();
        double value = judged.figures().getOrDefault(slot.meter, Double.NaN);
        double[] history = Objects.requireNonNullElse(picture.histories().get(slot.meter), new double[0]);
        // A meter without a target is watched all the same, and needs as much to be read.
        Outcome outcome = judged.judge(target.orElse(new Target(slot.meter, Target.Comparison.AT_MOST, Double.POSITIVE_INFINITY)));
        if (judged.figures().isEmpty()) {
            slot.tile.showIdle(target, slot.unit, picture.past() ? "the node kept no frame of this period" : "waiting for the first frame");
            return;
        }
        switch (outcome) {
            case TOO_FEW_REQUESTS -> slot.tile.showIdle(target, slot.unit,
                    Formats.count(Math.round(judged.requests())) + " requests in " + picture.judgedOver() + ", "
                            + JudgedWindow.LEAST_REQUESTS + " needed");
            case NOT_MEASURED -> slot.tile.showIdle(target, slot.unit, "not measured");
            case NOT_OFFERED -> target.ifPresentOrElse(bound -> slot.tile.showNotOffered(value, bound, slot.unit, history),
                    () -> slot.tile.showUnjudged(value, slot.unit, history));
            case MET, MISSED -> target.ifPresentOrElse(bound -> slot.tile.show(value, bound, slot.unit, history),
                    () -> slot.tile.showUnjudged(value, slot.unit, history));
        }
    }
}
