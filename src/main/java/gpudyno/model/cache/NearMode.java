package gpudyno.model.cache;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What a node does with answers to questions that mean nearly the same.
public enum NearMode {
    /// Nothing is kept or compared.
    OFF,
    /// Every question goes to the upstream server. Where a near answer would have been given, it is compared with the real one.
    SHADOW,
    /// Near answers are given.
    ON;

    /// As the knob `cache.near` has it.
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException if there is no such mode
    public static NearMode of(String id) {
        return Arrays.stream(values()).filter(mode -> mode.id().equals(id)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + id + "' is no mode; " + String.join(", ", ids()) + " are"));
    }

    public static List<String> ids() {
        return Arrays.stream(values()).map(NearMode::id).toList();
    }
}
