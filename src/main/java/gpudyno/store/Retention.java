package gpudyno.store;

import gpudyno.model.node.RecordKind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How much is kept of each kind of record: the usual, or what somebody set.
public final class Retention {
    /// Rows that are dropped at once, so that others can write in between.
    static final int SLICE = 200;

    private final SettingTable settings;
    private final Map<RecordKind, Long> limits = new ConcurrentHashMap<>();

    Retention(SettingTable settings) {
        this.settings = settings;
        for (RecordKind kind : RecordKind.values()) {
            limits.put(kind, stored(kind));
        }
    }

    private long stored(RecordKind kind) {
        String text = settings.get(name(kind)).orElse("");
        if (text.isEmpty()) {
            return kind.usual();
        }
        try {
            return kind.check(Long.parseLong(text));
        } catch (IllegalArgumentException e) {
            settings.refuse(name(kind), text, String.valueOf(e.getMessage()));
            settings.remove(name(kind));
            return kind.usual();
        }
    }

    private static String name(RecordKind kind) {
        return "kept." + kind.name().toLowerCase(Locale.ROOT);
    }

    public long limit(RecordKind kind) {
        return limits.getOrDefault(kind, kind.usual());
    }

    /// The limit of a kind that counts days.
    public Duration duration(RecordKind kind) {
        return Duration.ofDays(limit(kind));
    }

    /// Limits of all kinds.
    Map<RecordKind, Long> limits() {
        return new EnumMap<>(limits);
    }

    /// Sets a limit; drops nothing yet.
    ///
    /// @throws IllegalArgumentException if it is not allowed
    public void set(RecordKind kind, long limit) {
        settings.set(name(kind), Long.toString(kind.check(limit)));
        limits.put(kind, limit);
    }
}
