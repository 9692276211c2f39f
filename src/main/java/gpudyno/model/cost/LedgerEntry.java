package gpudyno.model.cost;

import gpudyno.model.meter.KeyMeters;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// What a node did and took in a minute, or later in an hour, before anything has a price. Seconds in which the node was off are not in it.
///
/// @param from begin of the minute or hour
/// @param serving seconds with requests that are no test's
/// @param tests seconds in which a tuning session or load run loaded the node
/// @param idle seconds without a request
/// @param work what the requests were
/// @param source the worst source of energy that had to be taken
/// @param keys what the requests were by the name of their API key, of at most [KeyMeters#MOST_KEYS] keys and the rest together
public record LedgerEntry(Instant from, Use serving, Use tests, Use idle, Work work, EnergySource source, Map<String, Asked> keys) {
    public LedgerEntry {
        // Entries of versions that counted no keys have none.
        keys = keys == null ? Map.of() : Map.copyOf(keys);
    }

    /// Without keys.
    public LedgerEntry(Instant from, Use serving, Use tests, Use idle, Work work, EnergySource source) {
        this(from, serving, tests, idle, work, source, Map.of());
    }

    /// @param deviceSeconds seconds times devices
    /// @param joules as far as known
    /// @param unknown seconds whose energy nobody told
    public record Use(double seconds, double deviceSeconds, double joules, double unknown) {
        public static final Use NONE = new Use(0, 0, 0, 0);

        public Use plus(Use other) {
            return new Use(seconds + other.seconds, deviceSeconds + other.deviceSeconds, joules + other.joules, unknown + other.unknown);
        }
    }

    /// Correct answers that were no test's.
    ///
    /// @param missed of the requests, those that needed the backend
    /// @param backendSeconds time the backend worked for them
    public record Work(long requests, long missed, double backendSeconds, long inputTokens, long outputTokens) {
        public static final Work NONE = new Work(0, 0, 0, 0, 0);

        public Work plus(Work other) {
            return new Work(requests + other.requests, missed + other.missed, backendSeconds + other.backendSeconds,
                    inputTokens + other.inputTokens, outputTokens + other.outputTokens);
        }
    }

    /// Correct answers to one API key that were no test's.
    ///
    /// @param tokens of their inputs
    /// @param computed those of these tokens that the backend computed for this key's own requests
    public record Asked(long requests, long tokens, long computed) {
        public Asked plus(Asked other) {
            return new Asked(requests + other.requests, tokens + other.tokens, computed + other.computed);
        }
    }

    public static LedgerEntry empty(Instant from) {
        return new LedgerEntry(from, Use.NONE, Use.NONE, Use.NONE, Work.NONE, EnergySource.COUNTER);
    }

    /// Both as one, from the begin of this one.
    public LedgerEntry plus(LedgerEntry other) {
        return new LedgerEntry(from, serving.plus(other.serving), tests.plus(other.tests), idle.plus(other.idle), work.plus(other.work),
                source.compareTo(other.source) >= 0 ? source : other.source, both(keys, other.keys));
    }

    private static Map<String, Asked> both(Map<String, Asked> one, Map<String, Asked> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        Map<String, Asked> both = new TreeMap<>(one);
        other.forEach((key, asked) -> both.merge(both.containsKey(key) || both.size() < KeyMeters.MOST_KEYS ? key : KeyMeters.OTHERS, asked,
                Asked::plus));
        return both;
    }

    public double seconds() {
        return serving.seconds + tests.seconds + idle.seconds;
    }
}
