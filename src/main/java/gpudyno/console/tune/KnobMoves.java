package gpudyno.console.tune;

import gpudyno.model.knob.Configuration;
import gpudyno.model.tune.SessionReport;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Which knobs a session's best turns, from what to what.
final class KnobMoves {
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

    /// What a trial turned, in a few words: the last part of each knob's id and its value.
    static String words(Configuration config, Configuration stock) {
        Configuration changed = config.changedFrom(stock);
        return changed.values().isEmpty()
                ? "stock"
                : String.join(", ", changed.values().entrySet().stream().map(move -> lastPart(move.getKey()) + " " + words(move.getValue()))
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

    private static String lastPart(String id) {
        return id.equals("cache.enabled") ? "cache" : id.substring(id.lastIndexOf('.') + 1);
    }
}
