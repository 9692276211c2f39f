package gpudyno.serve;

import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.MeterRegistry.Counter;
import gpudyno.model.meter.MeterRegistry.Distribution;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Meters.Outcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// The gateway's counters and timers.
final class GatewayMeters {
    /// One in so many look-ups in L1 is timed: reading the clock twice and recording cost more than a tenth of one.
    private static final int TIMED_OF = 16;
    private static final int TIMED_BITS = TIMED_OF - 1;
    private static final double NANOS_PER_MICRO = 1e3;

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
    private final Distribution lookUp;
    private final Distribution sharedLookUp;

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
        lookUp = meters.distribution(Meters.CACHE_LOOKUP, "l1");
        sharedLookUp = meters.distribution(Meters.CACHE_LOOKUP, "l2");
        meters.gauge(Meters.IN_FLIGHT, inside::sum);
    }

    void entered() {
        arrivals.increment();
        inside.increment();
    }

    void left() {
        inside.decrement();
    }

    /// Whether the look-up in L1 that comes is to be timed.
    boolean isTimed() {
        return (ThreadLocalRandom.current().nextInt() & TIMED_BITS) == 0;
    }

    /// @param start of the look-up in L1, on the clock of `System.nanoTime`
    void lookedUp(long start) {
        lookUp.record((System.nanoTime() - start) / NANOS_PER_MICRO);
    }

    /// Likewise in L2.
    void lookedUpShared(long start) {
        sharedLookUp.record((System.nanoTime() - start) / NANOS_PER_MICRO);
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
