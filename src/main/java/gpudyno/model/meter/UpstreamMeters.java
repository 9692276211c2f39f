package gpudyno.model.meter;

import java.util.List;

/// The meters of requests that are passed on to an upstream server, and of answers given in its place.
public final class UpstreamMeters {
    /// Outcomes: `ok` (2xx), `refused` (the upstream's own error), `failed` (it was not reached or broke off), `late`.
    public static final Meter REQUESTS = Meter.counter("upstream.requests", "1", "Requests passed on to the upstream server, by outcome",
            "outcome");
    public static final Meter TIME = Meter.distribution("upstream.time", "ms", "Time until the upstream's answer was passed on whole");
    public static final Meter NEAR_SERVED = Meter.counter("cache.near.served", "1",
            "Questions answered with the answer to one that means nearly the same");
    /// Outcomes: `agreed`, `differed`.
    public static final Meter NEAR_SHADOW = Meter.counter("cache.near.shadow", "1",
            "Near answers that were not given but compared with the real one, by outcome", "outcome");
    public static final Meter NEAR_ENTRIES = Meter.gauge("cache.near.entries", "1", "Answers kept for questions that mean nearly the same");
    public static final Meter NEAR_BYTES = Meter.gauge("cache.near.bytes", "bytes", "Memory of these answers");

    private static final List<Meter> OWN = List.of(REQUESTS, TIME, NEAR_SERVED, NEAR_SHADOW, NEAR_ENTRIES, NEAR_BYTES);

    private UpstreamMeters() {
    }

    /// All of them.
    public static List<Meter> own() {
        return OWN;
    }
}
