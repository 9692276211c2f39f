package gpudyno.console.tune;

import gpudyno.model.knob.Configuration;
import gpudyno.model.tune.SessionReport;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which knobs a session's best turns, from what to what.
final class KnobMoves {
    private static final Map<String, String> SHORT = Map.of("serve.batch.maxSize", "batch", "serve.batch.maxDelay", "delay",
            "serve.queue.limit", "queue", "backend.sessions", "sessions", "backend.intraOpThreads", "threads", "backend.arena.shrink",
            "shrink", "cache.enabled", "cache", "cache.maxBytes", "cache bytes");

    private KnobMoves() {
    }

    record Move(String knob, String from, String to) {}

    static List<Move> of(SessionReport report) {
        if (report.baseline() == null || report.best() == null) {
            return List.of();
        }
        Configuration stock = report.baseline().knobs();
        return report.best().knobs().changedFrom(stock).values().entrySet().stream()
                .map(move -> new Move(move.getKey(), words(stock.get(move.getKey())), words(move.getValue()))).toList();
    }

    /// What a trial turned, in a few words: a short name of each knob and its value.
    static String words(Configuration config, Configuration stock) {
        Configuration changed = config.changedFrom(stock);
        return changed.values().isEmpty()
                ? "stock"
                : String.join(", ",
                        changed.values().entrySet().stream().map(move -> shortName(move.getKey()) + " " + words(move.getValue()))
                                .toList());
    }

    static String words(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Boolean on -> on ? "on" : "off";
            case Double number -> number == Math.rint(number) ? String.format(Locale.ROOT, "%.0f", number) : number.toString();
            case Object other -> other.toString();
        };
    }

    private static String shortName(String id) {
        return SHORT.getOrDefault(id, id.substring(id.lastIndexOf('.') + 1));
    }
}
