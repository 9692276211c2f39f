package gpudyno.node.local;

import gpudyno.cost.TrialCosts;
import gpudyno.load.Corpus;
import gpudyno.load.LoadGenerator;
import gpudyno.load.LoadPlan;
import gpudyno.load.RequestSource;
import gpudyno.load.SecondSample;
import gpudyno.load.TargetUnreachableException;
import gpudyno.model.cost.CostBasis;
import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.load.LatencySummary;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Workload;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.tune.MeasureRequest;
import gpudyno.model.tune.Measurement;
import gpudyno.model.tune.Restriction;
import gpudyno.model.tune.Subject;
import gpudyno.model.tune.TrialFailure;
import gpudyno.serve.ModelServer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

/// This node as the subject of a tuning session. Load is sent over real HTTP to its own loopback listener. A configuration is judged by the
/// generator's latencies from the intended send time (what a caller would see) and by the gateway's meters over the same seconds.
final class ServingSubject implements Subject {
    /// Number of requests of earlier traffic that fill the cache before every measurement.
    static final int WARMUP_DRAWS = 40_000;
    /// The part of the space without the cache. The target for cache hits does not count there.
    static final Restriction WITHOUT_CACHE = new Restriction("with the cache off", "cache.enabled", false, DerivedMeters.CACHE_HIT_PERCENT);
    private static final double HARD_ERRORS_PERCENT = 10;
    private static final double HARD_MEMORY_PERCENT = 95;
    private static final int CONNECTIONS = 512;

    private final KnobRegistry knobs;
    private final ModelServer server;
    private final BiFunction<Instant, Instant, List<Frame>> frames;
    private final LoadPlan plan;
    private final List<String> earlierTraffic;
    private final String by;
    private final CostBasis cost;

    /// @param frames live frames of an interval
    /// @param cost by what trials count their cost
    ServingSubject(KnobRegistry knobs, ModelServer server, BiFunction<Instant, Instant, List<Frame>> frames, URI endpoint,
            Workload workload, String by, CostBasis cost) {
        this.knobs = knobs;
        this.server = server;
        this.frames = frames;
        this.by = by;
        this.cost = cost;
        RequestSource source = RequestSource.embeddings(workload, server.modelName());
        plan = LoadPlan.of(endpoint, source, new Scenario.Constant(1, Duration.ofSeconds(1)), Duration.ZERO, workload.seed())
                .withLimits(CONNECTIONS, Duration.ofSeconds(5));
        earlierTraffic = Corpus.earlierTraffic(workload, WARMUP_DRAWS);
    }

    @Override
    public List<Knob> knobs() {
        return knobs.knobs();
    }

    @Override
    public Configuration baseline() {
        return ModelServer.STOCK;
    }

    @Override
    public Optional<Restriction> restriction() {
        return Optional.of(WITHOUT_CACHE);
    }

    @Override
    public CostBasis costBasis() {
        return cost;
    }

    @Override
    public Configuration current() {
        return knobs.current();
    }

    @Override
    public void apply(Configuration configuration) throws TrialFailure {
        try {
            knobs.turn(configuration.values(), by);
        } catch (RuntimeException e) {
            throw new TrialFailure("cannot be applied: " + e.getMessage(), e);
        }
    }

    @Override
    public Measurement measure(MeasureRequest request) throws TrialFailure, InterruptedException {
        server.resetCache(earlierTraffic);
        AtomicReference<String> abortedBy = new AtomicReference<>("");
        Instant start = Instant.now();
        try {
            RunReport report = LoadGenerator
                    .run(plan.withScenario(new Scenario.Poisson(request.rate(), request.duration()), request.warmup(), request.seed())
                            .abortWhen(second -> brokenHard(second, abortedBy)));
            return new Measurement(meters(report, start.plus(request.warmup())), abortedBy.get());
        } catch (TargetUnreachableException e) {
            throw new TrialFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private boolean brokenHard(SecondSample second, AtomicReference<String> abortedBy) {
        long finished = second.correct() + second.errors();
        if (second.second() > 0 && finished >= 20 && 100.0 * second.errors() / finished > HARD_ERRORS_PERCENT) {
            abortedBy.set("errors above " + (int) HARD_ERRORS_PERCENT + " %");
        }
        List<Frame> last = frames.apply(Instant.now().minusSeconds(3), Instant.now());
        if (!last.isEmpty()) {
            OwnMemory.full(last.getLast(), ProcessHandle.current().pid(), HARD_MEMORY_PERCENT).ifPresent(abortedBy::set);
        }
        return !abortedBy.get().isEmpty();
    }

    private Map<String, Double> meters(RunReport report, Instant measuredFrom) {
        List<Frame> window = frames.apply(measuredFrom, Instant.now());
        Map<String, Double> meters = new TreeMap<>();
        if (!window.isEmpty()) {
            Map<String, Double> gateway = DerivedMeters.of(Frame.rollUp(window));
            for (String meter : List.of(DerivedMeters.MEMORY_PERCENT, DerivedMeters.CACHE_HIT_PERCENT, DerivedMeters.COALESCED_PERCENT,
                    DerivedMeters.LATENCY_MISS_P95,
                    DerivedMeters.ENERGY_PER_REQUEST)) {
                if (gateway.containsKey(meter)) {
                    meters.put(meter, gateway.get(meter));
                }
            }
            if (gateway.containsKey(DerivedMeters.LATENCY_P95)) {
                meters.put("gateway.p95.ms", gateway.get(DerivedMeters.LATENCY_P95));
            }
            meters.putAll(TrialCosts.of(cost, window, report.achieved().rate()));
        }
        LatencySummary latency = report.latency().intended();
        if (latency != null) {
            meters.put(DerivedMeters.LATENCY_P50, latency.p50());
            meters.put(DerivedMeters.LATENCY_P95, latency.p95());
            meters.put(DerivedMeters.LATENCY_P99, latency.p99());
        }
        meters.put(DerivedMeters.ERRORS_PERCENT, report.errors().percent());
        meters.put(DerivedMeters.THROUGHPUT, report.achieved().rate());
        meters.put(DerivedMeters.OFFERED, report.offered().rate());
        meters.put("generator.lag.p99.ms", report.lag().p99());
        if (report.generatorCpuPercent() != null) {
            meters.put("generator.cpu.percent", report.generatorCpuPercent());
        }
        return meters;
    }
}
