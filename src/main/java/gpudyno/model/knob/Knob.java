package gpudyno.model.knob;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

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

    /// The value in the one form of [KnobValue]. A text may carry a unit, such as `64 MiB` for a knob that counts bytes.
    ///
    /// @throws IllegalArgumentException if it is not allowed; the message says what is
    public Object check(Object raw) {
        boolean number = type instanceof KnobType.Whole || type instanceof KnobType.Real;
        if (!number || !(raw instanceof String text)) {
            return type.check(raw);
        }
        Optional<BigDecimal> written = WrittenNumber.in(unit, text);
        try {
            return type.check(written.isPresent() ? written.get() : text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(KnobType.refusal(text, allowed()), e);
        }
    }

    /// The allowed values, for people.
    public String allowed() {
        return type.allowed() + WrittenNumber.example(unit);
    }

    /// The same knob, left alone by the search.
    public Knob held() {
        return new Knob(id, type, unit, help, cost, false);
    }

    /// The environment variable that sets a knob: `GPUDYNO_KNOB_SERVE_BATCH_MAXSIZE` for `serve.batch.maxSize`.
    public static String variable(String id) {
        return VARIABLES + id.toUpperCase(Locale.ROOT).replace('.', '_');
    }
}
