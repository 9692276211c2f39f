package gpudyno.model.meter;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The meters built into every node. Engines write them, everything else reads them by these definitions.
public final class Meters {
    /// Requests that reached the gateway, whatever became of them.
    public static final Meter ARRIVALS = Meter.counter("serve.arrivals", "1", "Requests that reached the gateway");
    /// Requests by what became of them; the outcomes are [Outcome]'s labels.
    public static final Meter REQUESTS = Meter.counter("serve.requests", "1", "Requests finished, by outcome", "outcome");
    /// Gateway time of correct answers, from the whole body read to the answer put together; reading the request from the connection and
    /// sending the answer are not in it.
    public static final Meter RESPONSE = Meter.distribution("latency.response", "ms", "Gateway response time of correct answers");
    /// Gateway time of those correct answers that needed the backend for at least one item.
    public static final Meter RESPONSE_MISS = Meter.distribution("latency.miss", "ms",
            "Gateway response time of answers that needed the backend");
    public static final Meter QUEUE_WAIT = Meter.distribution("latency.queue", "ms", "Time an item waited for its batch");
    public static final Meter BACKEND_TIME = Meter.distribution("latency.backend", "ms", "Time of one backend call");
    public static final Meter QUEUE_DEPTH = Meter.gauge("serve.queue.depth", "1", "Items waiting for a batch");
    public static final Meter IN_FLIGHT = Meter.gauge("serve.inflight", "1", "Requests inside the gateway");
    public static final Meter BATCH_SIZE = Meter.distribution("serve.batch.size", "1", "Items in one backend call");
    public static final Meter BATCH_CAP = Meter.gauge("serve.batch.cap", "1", "Most items of one backend call now");
    /// Failures that serving went on from: a batch the backend could not run, or a request that met a fault of the node.
    public static final Meter SERVE_FAILURES = Meter.counter("serve.failures", "1", "Batches and requests that met a fault of the node");
    public static final Meter TOKENS = Meter.counter("serve.tokens.input", "1", "Input tokens of correct answers");

    public static final Meter CACHE_HITS = Meter.counter("cache.hits", "1", "Input items answered from the cache, by tier", "tier");
    public static final Meter CACHE_MISSES = Meter.counter("cache.misses", "1", "Input items the backend had to compute");
    public static final Meter CACHE_COALESCED = Meter.counter("cache.coalesced", "1", "Input items that joined an equal one in flight");
    public static final Meter CACHE_EVICTIONS = Meter.counter("cache.evictions", "1", "Entries evicted for space");
    /// Counted when the cache comes across the dead entry, which may be some time after its end.
    public static final Meter CACHE_EXPIRATIONS = Meter.counter("cache.expirations", "1", "Entries that outlived their TTL");
    public static final Meter CACHE_BYTES = Meter.gauge("cache.bytes", "bytes", "Bytes held by the cache");
    public static final Meter CACHE_ENTRIES = Meter.gauge("cache.entries", "1", "Entries held by the cache");
    /// Of caches without values that see a sample of the keys; the cache follows the better policy unless `cache.policy` names one.
    public static final Meter CACHE_SHADOW_HITS = Meter.gauge("cache.shadow.hit.percent", "percent",
            "Hits that a policy would have had of recent look-ups, by policy", "policy");
    /// In L1 one request in 16 is timed, in L2 every one that asks there.
    public static final Meter CACHE_LOOKUP = Meter.distribution("cache.lookup.time", "us",
            "Time to look up the inputs of a request, by tier",
            "tier");

    /// Share of a device's memory in use, as `nvidia-smi` counts it: what processes have allocated, without what the driver reserves. The device
    /// is a GPU's id, or `host` on a node without one, where it is the process's resident set against `memory.budget`.
    public static final Meter MEMORY = Meter.gauge("memory.percent", "percent", "Memory in use, by device", "device");
    public static final Meter RESIDENT = Meter.gauge("process.resident", "bytes", "Resident set of the node's process");
    public static final Meter ARENA_RESERVED = Meter.gauge("backend.arena.reserved", "bytes",
            "Bytes the backend's arena holds from the system");
    public static final Meter ARENA_USED = Meter.gauge("backend.arena.used", "bytes", "Bytes of the backend's arena in use");
    public static final Meter HOST_CPU = Meter.gauge("host.cpu.percent", "percent", "Processor time in use on the host, of all cores");
    public static final Meter PROCESS_CPU = Meter.gauge("process.cpu.percent", "percent",
            "Processor time of the node's process, of all cores");
    public static final Meter HOST_MEMORY = Meter.gauge("host.memory.percent", "percent", "Memory in use on the host");
    /// Of the processors' own counters (RAPL), where this process may read them.
    public static final Meter HOST_ENERGY = Meter.counter("host.energy", "joules", "Energy the host's processors took");
    public static final Meter HEAP = Meter.gauge("process.heap", "bytes", "Java heap in use");
    public static final Meter GC_PAUSE = Meter.counter("process.gc.time", "ms", "Time spent in garbage collection");

    /// Of alerts that fire and are neither suppressed nor acknowledged.
    public static final Meter ALERTS = Meter.gauge("alerts.firing", "1", "Alerts that fire and wait for somebody, by severity", "severity");

    /// What the node's own load generator intended to send; absent while nothing loads the node.
    public static final Meter OFFERED = Meter.counter("load.offered", "1", "Requests the node's own load generator was to send");

    /// Whether a target that is scraped answers; absent before its first scrape.
    public static final Meter UP = Meter.gauge("up", "1", "1 while the last scrape of a target was read, 0 otherwise", "target");
    /// Whether what the node serves is a test's. A frame rolled up from finer ones is a test's where one of them was (its greatest level is 1).
    public static final Meter TESTING = Meter.gauge("node.testing", "1",
            "1 while a tuning session or load run loads this node, 0 otherwise");

    private static final Set<String> SERVING = Set.of("serve", "latency", "cache", "errors", "throughput", "offered", "load", "upstream");

    private Meters() {
    }

    private static final List<Meter> BUILT_IN = Stream.concat(Stream.of(ARRIVALS, REQUESTS, RESPONSE, RESPONSE_MISS, QUEUE_WAIT,
            BACKEND_TIME, QUEUE_DEPTH,
            IN_FLIGHT, BATCH_SIZE, BATCH_CAP, SERVE_FAILURES, TOKENS, CACHE_HITS, CACHE_MISSES, CACHE_COALESCED, CACHE_EVICTIONS,
            CACHE_EXPIRATIONS,
            CACHE_BYTES,
            CACHE_ENTRIES, CACHE_SHADOW_HITS, CACHE_LOOKUP,
            MEMORY, RESIDENT, ARENA_RESERVED, ARENA_USED, HOST_CPU, PROCESS_CPU, HOST_MEMORY, HOST_ENERGY, HEAP, GC_PAUSE,
            OFFERED,
            TESTING, UP, ALERTS),
            Stream.of(GpuMeters.own(), SharedCacheMeters.own(), WarmUpMeters.own(), UpstreamMeters.own(), CostMeters.own(),
                    KeyMeters.own()).flatMap(List::stream))
            .toList();

    /// All of them.
    public static List<Meter> builtIn() {
        return BUILT_IN;
    }

    /// Whether a meter, or a figure derived from meters, is about the requests the node serves: those a test sends read there too.
    public static boolean isServing(String id) {
        int dot = id.indexOf('.');
        return dot > 0 && SERVING.contains(id.substring(0, dot));
    }

    /// Whether a test loaded the node in a frame. Of frames from before this was recorded nobody knows; they count as served.
    public static boolean isTest(Frame frame) {
        return frame.reading(Series.of(TESTING.id())) instanceof Reading.Gauge gauge && gauge.max() > 0;
    }

    /// What became of a request.
    public enum Outcome {
        /// A correct 2xx answer within its deadline.
        OK,
        /// Refused at admission: queue full (429 or 503).
        REFUSED,
        /// The caller's mistake: a 4xx answer other than a refusal. Not an error of the node.
        INVALID,
        /// The node failed to answer: 5xx.
        FAILED,
        /// Dropped or answered past its deadline.
        LATE;

        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        /// Whether the error rate counts it: refused, failed and late requests are errors.
        public boolean isError() {
            return this == REFUSED || this == FAILED || this == LATE;
        }
    }
}
