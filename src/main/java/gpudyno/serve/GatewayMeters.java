package gpudyno.serve;

import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.MeterRegistry.Counter;
import gpudyno.model.meter.MeterRegistry.Distribution;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Meters.Outcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// The gateway's counters and timers.
final class GatewayMeters {
    private final LongAdder inside = new LongAdder();
    private final Counter arrivals;
    private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);
    private final Distribution response;
    private final Distribution responseMiss;
    private final Counter hits;
    private final Counter sharedHits;
    private final Counter misses;
    private final Counter coalesced;
    private final Counter tokens;
    private final KeyCounters keys;

    GatewayMeters(MeterRegistry meters) {
        arrivals = meters.counter(Meters.ARRIVALS);
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, meters.counter(Meters.REQUESTS, outcome.label()));
        }
        response = meters.distribution(Meters.RESPONSE);
        responseMiss = meters.distribution(Meters.RESPONSE_MISS);
        hits = meters.counter(Meters.CACHE_HITS, "l1");
        sharedHits = meters.counter(Meters.CACHE_HITS, "l2");
        misses = meters.counter(Meters.CACHE_MISSES);
        coalesced = meters.counter(Meters.CACHE_COALESCED);
        tokens = meters.counter(Meters.TOKENS);
        keys = new KeyCounters(meters);
        meters.gauge(Meters.IN_FLIGHT, inside::sum);
    }

    void entered() {
        arrivals.increment();
        inside.increment();
    }

    void left() {
        inside.decrement();
    }

    void hit(int inputs) {
        hits.add(inputs);
    }

    void hitShared(int inputs) {
        sharedHits.add(inputs);
    }

    void missed(int inputs) {
        misses.add(inputs);
    }

    void joined() {
        coalesced.increment();
    }

    /// @param key name of the API key; null for a request without one
    /// @param computedTokens those of the input tokens that the backend computed for this request
    void answered(double millis, boolean allHits, @Nullable String key, int inputTokens, long computedTokens) {
        outcome(Outcome.OK);
        response.record(millis);
        if (!allHits) {
            responseMiss.record(millis);
        }
        tokens.add(inputTokens);
        keys.answered(key, inputTokens, computedTokens);
    }

    void outcome(Outcome outcome) {
        Objects.requireNonNull(outcomes.get(outcome)).increment();
    }
}
