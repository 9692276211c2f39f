package gpudyno.console.traces;

import gpudyno.console.kit.Palette;
import gpudyno.console.kit.SeriesColor;
import gpudyno.console.kit.Status;
import gpudyno.model.trace.Batch;
import gpudyno.model.trace.Kept;
import gpudyno.model.trace.Stage;
import gpudyno.model.trace.Trace;
import java.util.Optional;
import javafx.scene.paint.Color;

/// What the stages of a request are drawn like, and what is said of them.
final class StageWords {
    private StageWords() {
    }

    /// A colour of its own for stages in which time is usually lost; the others are grey.
    static Optional<SeriesColor> series(Stage stage) {
        return switch (stage) {
            case ADMISSION, WRITE -> Optional.empty();
            case TOKENISE -> Optional.of(SeriesColor.OTHER);
            case CACHE_L1, CACHE_L2 -> Optional.of(SeriesColor.ACTUAL);
            case COALESCE_WAIT -> Optional.of(SeriesColor.RESERVED);
            case QUEUE -> Optional.of(SeriesColor.FORECAST);
            case BATCH -> Optional.of(SeriesColor.EXTREME);
            case INFERENCE -> Optional.of(SeriesColor.ERRORS);
        };
    }

    static Color color(Stage stage, Palette palette) {
        return series(stage).map(palette::of).orElse(palette.muted());
    }

    /// Of a chip that names the stage.
    static Status status(Stage stage) {
        return switch (stage) {
            case QUEUE -> Status.WARNING;
            case INFERENCE -> Status.ACCENT;
            case ADMISSION, TOKENISE, CACHE_L1, CACHE_L2, COALESCE_WAIT, BATCH, WRITE -> Status.NEUTRAL;
        };
    }

    /// What the trace tells of a stage besides its time; empty for nothing.
    static String note(Trace trace, Stage stage) {
        Batch batch = trace.batch();
        return switch (stage) {
            case TOKENISE -> fact(trace, "gen_ai.usage.input_tokens", " tokens");
            case CACHE_L1 -> {
                String hits = trace.attributes().getOrDefault("gpudyno.cache.hits", "");
                yield hits.isEmpty() ? "" : hits + " of " + trace.attributes().get(Trace.INPUTS) + " hit";
            }
            case QUEUE -> fact(trace, "gpudyno.queue.ahead", " ahead");
            case BATCH -> batch == null ? "" : batch.items() + " of cap " + batch.cap();
            case INFERENCE -> batch == null ? "" : "padded " + batch.items() + " × " + batch.padded();
            case COALESCE_WAIT -> "an equal input was being computed";
            case ADMISSION, CACHE_L2, WRITE -> "";
        };
    }

    private static String fact(Trace trace, String attribute, String unit) {
        String value = trace.attributes().getOrDefault(attribute, "");
        return value.isEmpty() ? "" : value + unit;
    }

    static String word(Kept kept) {
        return switch (kept) {
            case FAILED -> "Failed";
            case SLOW -> "Slow";
            case ANOMALOUS -> "Anomalous";
            case ORDINARY -> "Ordinary";
        };
    }

    /// A trace id as it is shown where there is little room.
    static String shortId(String id) {
        return id.substring(0, 4) + "…" + id.substring(id.length() - 4);
    }
}
