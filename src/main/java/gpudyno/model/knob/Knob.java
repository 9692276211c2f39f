package gpudyno.model.knob;

import java.util.Locale;

/// Anything that can be turned.
///
/// @param id dotted words, such as `serve.batch.maxSize`
/// @param type which values it takes
/// @param unit of its value, such as `ms`, `bytes`; `1` for plain counts, empty where none
/// @param help one sentence for people
/// @param cost what turning it costs the node's users
/// @param searched whether a tuning session may turn it; a knob that would change answers never is
public record Knob(String id, KnobType type, String unit, String help, ChangeCost cost, boolean searched) {
    /// How the environment variables that set knobs begin.
    public static final String VARIABLES = "GPUDYNO_KNOB_";

    /// The same knob, left alone by the search.
    public Knob held() {
        return new Knob(id, type, unit, help, cost, false);
    }

    /// The environment variable that sets a knob: `GPUDYNO_KNOB_SERVE_BATCH_MAXSIZE` for `serve.batch.maxSize`.
    public static String variable(String id) {
        return VARIABLES + id.toUpperCase(Locale.ROOT).replace('.', '_');
    }
}
