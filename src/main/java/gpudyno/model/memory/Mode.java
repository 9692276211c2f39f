package gpudyno.model.memory;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What the memory optimizer does by itself.
public enum Mode {
    /// It measures.
    OFF,
    /// It says what it would do.
    RECOMMEND,
    /// It does it.
    AUTOMATIC;

    /// Id of the knob that holds it.
    public static final String KNOB = "memory.optimizer";

    /// As the knob's value.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static List<String> words() {
        return Stream.of(values()).map(Mode::word).toList();
    }

    public static Mode of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
