package gpudyno.console.overview;

import gpudyno.console.kit.Formats;
import gpudyno.model.foresight.HealthScore;
import gpudyno.model.foresight.Outlook;
import gpudyno.model.memory.Forecast.Band;
import gpudyno.node.Foresight;
import java.time.Duration;

/// What foresight says, as Overview writes it.
///
/// @param health the score and what takes most from it
/// @param memory when memory reaches its threshold; empty while that is not in sight
/// @param memoryRange the interval of that
/// @param memoryError what forecasts of memory were off by lately
record Ahead(String health, String memory, String memoryRange, String memoryError) {
    static Ahead of(Foresight.Board board) {
        Outlook memory = board.outlooks().stream().filter(one -> one.meter().equals("memory.percent")).findFirst().orElse(null);
        Outlook.Reach reach = memory == null ? null : memory.reach();
        if (memory == null || reach == null || reach.band() == Band.CALM || memory.now() >= reach.threshold()) {
            return new Ahead(health(board.health()), "", "", "");
        }
        Duration latest = reach.latest();
        return new Ahead(health(board.health()),
                "Memory reaches " + Formats.number(reach.threshold()) + " % in about " + minutes(reach.expected()),
                words(reach.band()) + "; between " + minutes(reach.earliest()) + " and "
                        + (latest == null ? "2 h or later" : minutes(latest)),
                memory.ahead().stream().filter(one -> one.pastError() != null).findFirst()
                        .map(one -> "forecasts were off by " + Formats.number(100 * error(one)) + " %").orElse(""));
    }

    private static double error(Outlook.Ahead one) {
        Double known = one.pastError();
        return known == null ? 0 : known;
    }

    private static String health(HealthScore score) {
        return "health " + score.score() + (score.reasons().isEmpty() ? "" : ": " + score.reasons().getFirst().text());
    }

    private static String words(Band band) {
        return switch (band) {
            case ACT_NOW -> "Act now";
            case PREPARE -> "Prepare";
            case WATCH -> "Watch";
            case CALM -> "";
        };
    }

    private static String minutes(Duration left) {
        return Math.max(1, Math.round(left.toSeconds() / 60.0)) + " min";
    }
}
