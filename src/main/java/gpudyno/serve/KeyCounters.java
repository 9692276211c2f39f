package gpudyno.serve;

import gpudyno.model.meter.KeyMeters;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.MeterRegistry.Counter;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// Counts correct answers by the API key of their requests, each of the first [KeyMeters#MOST_KEYS] apart and the rest together.
final class KeyCounters {
    private final MeterRegistry meters;
    private final ConcurrentMap<String, Counters> byKey = new ConcurrentHashMap<>();

    private record Counters(Counter requests, Counter tokens, Counter computed) {}

    KeyCounters(MeterRegistry meters) {
        this.meters = meters;
    }

    /// @param key name of the API key; null for a request without one
    /// @param computed input tokens that the backend computed for this request
    void answered(@Nullable String key, long tokens, long computed) {
        Counters counters = counters(key == null ? KeyMeters.NO_KEY : key);
        counters.requests.increment();
        counters.tokens.add(tokens);
        counters.computed.add(computed);
    }

    private Counters counters(String name) {
        Counters known = byKey.get(name);
        if (known != null) {
            return known;
        }
        synchronized (this) {
            boolean room = name.equals(KeyMeters.NO_KEY) || apart() < KeyMeters.MOST_KEYS || byKey.containsKey(name);
            return byKey.computeIfAbsent(room ? name : KeyMeters.OTHERS, key -> new Counters(meters.counter(KeyMeters.REQUESTS, key),
                    meters.counter(KeyMeters.TOKENS, key), meters.counter(KeyMeters.COMPUTED, key)));
        }
    }

    /// Keys that have counters of their own.
    private long apart() {
        return byKey.keySet().stream().filter(key -> !key.equals(KeyMeters.NO_KEY) && !key.equals(KeyMeters.OTHERS)).count();
    }
}
