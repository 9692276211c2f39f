package gpudyno.console;

import gpudyno.model.alert.Alert;
import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.knob.KnobState;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunDifference;
import gpudyno.model.load.RunPlan;
import gpudyno.model.load.RunRequest;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Meters.Outcome;
import gpudyno.model.node.Event;
import gpudyno.model.node.NodeInfo;
import gpudyno.model.node.Readiness;
import gpudyno.model.node.Recommendation;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionRequest;
import gpudyno.node.Activity;
import gpudyno.node.Alerting;
import gpudyno.node.Connection;
import gpudyno.node.CustomMeters;
import gpudyno.node.DocumentFormat;
import gpudyno.node.Node;
import gpudyno.node.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/// A node that plays a script, for tests and screens of pages: five minutes of seeded frames with a surge in the middle, or an idle node.
public class ScriptedNode implements Node {
    private @org.jspecify.annotations.Nullable ScriptedAlerting alerting;
    private final List<Frame> frames = new ArrayList<>();
    private final boolean loaded;

    public ScriptedNode(boolean loaded) {
        this.loaded = loaded;
        Instant start = Instant.now().minusSeconds(300);
        Random random = new Random(11);
        MeterRegistry meters = new MeterRegistry();
        double[] gauges = new double[5];
        meters.gauge(Meters.MEMORY, () -> gauges[0], "host");
        meters.gauge(Meters.HOST_CPU, () -> gauges[1]);
        meters.gauge(Meters.PROCESS_CPU, () -> gauges[2]);
        meters.gauge(Meters.QUEUE_DEPTH, () -> gauges[3]);
        for (int second = 0; second < 300; second++) {
            double surge = loaded ? Math.exp(-Math.pow((second - 190) / 14.0, 2)) : 0;
            gauges[0] = (loaded ? 52 : 18) + 4 * surge + random.nextGaussian() * 0.3;
            gauges[1] = loaded ? Math.min(99, 48 + 45 * surge + random.nextGaussian() * 4) : 3 + random.nextDouble() * 2;
            gauges[2] = gauges[1] * 0.7;
            gauges[3] = loaded ? Math.max(0, 3 + 34 * surge + random.nextGaussian() * 1.5) : 0;
            if (loaded) {
                requests(meters, random, surge);
            }
            frames.add(meters.close(second + 1, start.plusSeconds(second), Duration.ofSeconds(1)));
        }
    }

    private static void requests(MeterRegistry meters, Random random, double surge) {
        int arrivals = (int) (64 + 26 * surge + random.nextGaussian() * 2);
        int failed = (int) Math.round(5 * surge * random.nextDouble());
        meters.counter(Meters.ARRIVALS).add(arrivals);
        meters.counter(Meters.OFFERED).add(arrivals);
        meters.counter(Meters.REQUESTS, Outcome.OK.label()).add(arrivals - failed);
        meters.counter(Meters.REQUESTS, Outcome.REFUSED.label()).add(failed);
        for (int i = 0; i < arrivals - failed; i++) {
            meters.distribution(Meters.RESPONSE).record((90 + 110 * surge) * Math.exp(random.nextGaussian() * (0.42 + 0.25 * surge)));
        }
        double hits = arrivals * 0.88;
        meters.counter(Meters.CACHE_HITS, "l1").add(hits);
        meters.counter(Meters.CACHE_MISSES).add(arrivals - hits);
        meters.distribution(Meters.BATCH_SIZE).record(1 + random.nextInt(3) + 3 * surge);
    }

    @Override
    public NodeInfo info() {
        return new NodeInfo("this workstation", "0.1.0", frames.getFirst().start(), "Scripted processor · 8 cores · 32 GiB", List.of(),
                "all-MiniLM-L6-v2 int8",
                "ONNX Runtime, CPU", "http://127.0.0.1:7070", 2L << 30, 4711);
    }

    @Override
    public Connection connection() {
        return Connection.CONNECTED;
    }

    @Override
    public Duration roundTrip() {
        return Duration.ofNanos(400_000);
    }

    @Override
    public Subscription subscribe(long afterSequence, Consumer<Frame> consumer) {
        return new Subscription() {
            @Override
            public long dropped() {
                return 0;
            }

            @Override
            public void close() {
                // The script sends nothing later.
            }
        };
    }

    @Override
    public List<Frame> history(Instant from, Instant to, Duration resolution) {
        return frames.stream().filter(frame -> !frame.start().isBefore(from) && frame.start().isBefore(to)).toList();
    }

    @Override
    public List<Meter> meters() {
        return List.of(Meters.MEMORY, Meters.HOST_CPU, Meters.QUEUE_DEPTH, Meters.RESPONSE);
    }

    @Override
    public List<KnobState> knobs() {
        return List.of();
    }

    @Override
    public KnobChange turn(Map<String, ?> wanted, String by) {
        return new KnobChange(Configuration.EMPTY, Configuration.EMPTY, by);
    }

    @Override
    public long startSession(SessionRequest request) {
        throw new IllegalStateException("the script has no session");
    }

    @Override
    public void resumeSession(long id) {
        throw new IllegalStateException("the script has no session");
    }

    @Override
    public List<SessionReport> sessions() {
        return List.of();
    }

    @Override
    public Optional<SessionReport> session(long id) {
        return Optional.empty();
    }

    @Override
    public String sessionDocument(long id, DocumentFormat format) {
        return "session " + id + " as " + format.extension();
    }

    @Override
    public void stopSession(long id) {
        // No session runs in the script.
    }

    @Override
    public KnobChange applyBest(long id) {
        return new KnobChange(Configuration.EMPTY, Configuration.EMPTY, "script");
    }

    @Override
    public KnobChange rollBack(long id) {
        return new KnobChange(Configuration.EMPTY, Configuration.EMPTY, "script");
    }

    @Override
    public long startRun(RunRequest request) {
        throw new IllegalStateException("the script has no run");
    }

    @Override
    public List<Run> runs() {
        return List.of();
    }

    @Override
    public Optional<Run> run(long id) {
        return Optional.empty();
    }

    @Override
    public RunPlan planRun(RunRequest request) {
        return new RunPlan(request.scenario().duration(), 0, List.of());
    }

    @Override
    public String runDocument(long id, DocumentFormat format) {
        return "run " + id + " as " + format.extension();
    }

    @Override
    public List<RunDifference> compareRuns(long older, long newer) {
        return List.of();
    }

    @Override
    public void stopRun(long id) {
        // No run in the script.
    }

    @Override
    public Optional<Activity> activity() {
        return Optional.empty();
    }

    @Override
    public List<Event> events() {
        Instant now = frames.getLast().end();
        return loaded
                ? List.of(new Event(now.minusSeconds(95), Event.Severity.WARNING, "p95 above its target for 24 s"),
                        new Event(now.minusSeconds(290), Event.Severity.INFO, "Load run 1 started: poisson"))
                : List.of();
    }

    @Override
    public CustomMeters customMeters() {
        throw new UnsupportedOperationException("the script declares no meters");
    }

    @Override
    public synchronized Alerting alerting() {
        if (alerting == null) {
            alerting = new ScriptedAlerting(frames.getLast().end());
        }
        return alerting;
    }

    @Override
    public List<Alert> alerts() {
        return List.of();
    }

    @Override
    public List<Recommendation> recommendations() {
        return loaded
                ? List.of(new Recommendation("Apply the best of session 1", Configuration.EMPTY, "holds 1319 req/s, the baseline 278",
                        "verified by session 1"))
                : List.of();
    }

    @Override
    public List<Readiness> readiness() {
        return List.of();
    }

    @Override
    public String targets() {
        return "option-2";
    }

    @Override
    public void setTargets(String profile) {
        // The script has one profile.
    }

    @Override
    public void close() {
        // Nothing to end.
    }
}
