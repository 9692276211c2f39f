package gpudyno.console;

import gpudyno.model.alert.AlertBoard;
import gpudyno.model.gpu.DeviceState;
import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.knob.KnobSet;
import gpudyno.model.knob.KnobState;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Meters.Outcome;
import gpudyno.model.meter.SharedCacheMeters;
import gpudyno.model.node.Event;
import gpudyno.model.node.NodeInfo;
import gpudyno.model.node.Readiness;
import gpudyno.model.node.Recommendation;
import gpudyno.model.node.RecordKind;
import gpudyno.model.node.StoreContents;
import gpudyno.model.node.StoredRecords;
import gpudyno.node.Activity;
import gpudyno.node.Alerting;
import gpudyno.node.Capabilities;
import gpudyno.node.Connection;
import gpudyno.node.Costs;
import gpudyno.node.Foresight;
import gpudyno.node.Frames;
import gpudyno.node.Gpus;
import gpudyno.node.Journal;
import gpudyno.node.Knobs;
import gpudyno.node.MemoryCare;
import gpudyno.node.Node;
import gpudyno.node.Runs;
import gpudyno.node.Sessions;
import gpudyno.node.Surroundings;
import gpudyno.node.Traces;
import gpudyno.node.demo.DemoCosts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A node that plays a script, for tests and screens of pages: five minutes of seeded frames with a surge in the middle, or an idle node;
/// then the last of them again and again, two a second.
public class ScriptedNode implements Node {
    private final Costs costs;
    private @org.jspecify.annotations.Nullable ScriptedAlerting alerting;
    private final List<Frame> frames = new ArrayList<>();
    private final boolean loaded;
    private final ScriptedGpus gpus;
    private final ScriptedTraces traces;
    private final ScriptedCache cache;
    private final ScriptedMachine scriptedMachine = new ScriptedMachine();
    /// Asked only once somebody listens.
    @SuppressWarnings("this-escape")
    private final ScriptedChanges changes = new ScriptedChanges(this::standing);
    private final AtomicBoolean beating = new AtomicBoolean();
    private final AtomicLong beats = new AtomicLong();
    private volatile boolean closed;
    private volatile StoreContents kept = new StoreContents(48 << 20, 3 << 20,
            Stream.of(RecordKind.values()).map(kind -> new StoredRecords(kind, 100, 512 << 10, kind != RecordKind.TEN_SECONDS,
                    Instant.now().minus(Duration.ofDays(1)), kind.usual())).toList());
    private volatile String name = "this workstation";
    private volatile String hardware = "Scripted processor · 8 cores · 32 GiB";
    private volatile String address = "http://127.0.0.1:7070";

    public ScriptedNode(boolean loaded) {
        this(loaded, ScriptedGpus.none());
    }

    /// @param gpus those of its machine
    public ScriptedNode(boolean loaded, ScriptedGpus gpus) {
        this.loaded = loaded;
        costs = loaded ? new DemoCosts(Instant.MAX) : new NoCosts();
        this.gpus = gpus;
        cache = new ScriptedCache(loaded);
        Instant start = Instant.now().minusSeconds(300);
        traces = new ScriptedTraces(loaded, Instant.now());
        Random random = new Random(11);
        MeterRegistry meters = new MeterRegistry();
        double[] gauges = new double[5];
        if (gpus.isEmpty()) {
            meters.gauge(Meters.MEMORY, () -> gauges[0], "host");
        }
        gpus.register(meters);
        if (loaded) {
            meters.gauge(SharedCacheMeters.UP, () -> 1, "cache-1:6379");
            meters.gauge(SharedCacheMeters.UP, () -> 1, "cache-2:6379");
        }
        meters.gauge(Meters.HOST_CPU, () -> gauges[1]);
        meters.gauge(Meters.PROCESS_CPU, () -> gauges[2]);
        meters.gauge(Meters.QUEUE_DEPTH, () -> gauges[3]);
        for (int second = 0; second < 300; second++) {
            double surge = loaded ? Math.exp(-Math.pow((second - 190) / 14.0, 2)) : 0;
            gauges[0] = (loaded ? 52 : 18) + 4 * surge + random.nextGaussian() * 0.3;
            gauges[1] = loaded ? Math.min(99, 48 + 45 * surge + random.nextGaussian() * 4) : 3 + random.nextDouble() * 2;
            gauges[2] = gauges[1] * 0.7;
            gauges[3] = loaded ? Math.max(0, 3 + 34 * surge + random.nextGaussian() * 1.5) : 0;
            gpus.second(second, random);
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
        meters.counter(Meters.CACHE_HITS, "l1").add(hits * (0.84 - 0.1 * surge));
        meters.counter(Meters.CACHE_HITS, "l2").add(hits * (0.16 + 0.1 * surge));
        meters.counter(Meters.CACHE_MISSES).add(arrivals - hits);
        meters.counter(Meters.CACHE_EVICTIONS).add(arrivals * (0.2 + 0.4 * surge));
        meters.counter(Meters.CACHE_EXPIRATIONS).add(arrivals * 0.08);
        meters.counter(SharedCacheMeters.LOOKUPS, "hit").add(hits * (0.16 + 0.1 * surge));
        meters.counter(SharedCacheMeters.LOOKUPS, "miss").add(arrivals - hits);
        meters.distribution(SharedCacheMeters.TIME).record(1.1 + surge);
        meters.distribution(Meters.CACHE_LOOKUP, "l1").record(1.5);
        meters.distribution(Meters.BATCH_SIZE).record(1 + random.nextInt(3) + 3 * surge);
    }

    @Override
    public NodeInfo info() {
        return new NodeInfo(name, "0.1.0", frames.getFirst().start(), hardware, List.of(), "all-MiniLM-L6-v2 int8", "ONNX Runtime, CPU",
                address, 2L << 30, 4711, Map.of(), Capabilities.all());
    }

    /// What it says of itself instead of the usual, before anyone listens.
    public void introduce(String itsName, String itsHardware, String itsAddress) {
        name = itsName;
        hardware = itsHardware;
        address = itsAddress;
    }

    @Override
    public Connection connection() {
        return new Connection(Connection.State.CONNECTED, 0, Duration.ofNanos(400_000), "");
    }

    @Override
    public ScriptedChanges changes() {
        if (beating.compareAndSet(false, true)) {
            Thread.ofVirtual().start(this::beat);
        }
        return changes;
    }

    /// The test tells every frame itself, so that nothing happens at the same time.
    public void drivenByTest() {
        beating.set(true);
    }

    /// A second passes: a frame, as long as somebody may look.
    private void beat() {
        while (!closed && !changes.isLeft()) {
            LockSupport.parkNanos(500_000_000);
            frame(Instant.now().minusSeconds(1));
        }
        beating.set(false);
    }

    /// How many frames it has told of so far.
    public long told() {
        return beats.get();
    }

    /// Tells of one more frame.
    public Frame frame(Instant start) {
        Frame last = frames.getLast();
        Frame next = new Frame(last.sequence() + beats.incrementAndGet(), start, Duration.ofSeconds(1), last.readings());
        changes.tell(Frames.FRAME, next);
        return next;
    }

    /// Where everything stands that a node tells to who begins to listen.
    private List<ScriptedChanges.Now<?>> standing() {
        List<ScriptedChanges.Now<?>> all = new ArrayList<>(List.of(new ScriptedChanges.Now<>(Node.INFO, info()),
                new ScriptedChanges.Now<>(Journal.TARGETS, new Journal.Targets(journal().targets())),
                new ScriptedChanges.Now<>(Journal.ACTIVITY, new Journal.Busy(activity().orElse(null))),
                new ScriptedChanges.Now<>(Journal.EVENTS, new Journal.Events(events())),
                new ScriptedChanges.Now<>(Journal.READINESS, new Journal.Modules(List.of())),
                new ScriptedChanges.Now<>(Journal.RECOMMENDATIONS, new Journal.Recommendations(journal().recommendations())),
                new ScriptedChanges.Now<>(Alerting.LOUD, new Alerting.Loud(List.of())),
                new ScriptedChanges.Now<>(Alerting.BOARD, alerting().board()),
                new ScriptedChanges.Now<>(Gpus.BOARD,
                        new Gpus.Board(gpus().devices().stream().map(DeviceState::withoutReading).toList(), gpus().sources())),
                new ScriptedChanges.Now<>(Gpus.PROCESSES, new Gpus.Processes(gpus().processes())),
                new ScriptedChanges.Now<>(Gpus.CONTROLS, new Gpus.Controls(gpus().controls())),
                new ScriptedChanges.Now<>(MemoryCare.BOARD, memory().board()),
                new ScriptedChanges.Now<>(Foresight.BOARD, foresight().board()),
                new ScriptedChanges.Now<>(Knobs.STATES, new Knobs.States(knobs().states())),
                new ScriptedChanges.Now<>(Frames.FRAME, frames.getLast())));
        all.addAll(underWay());
        return all;
    }

    /// What of sessions and runs is told to who begins to listen.
    protected List<ScriptedChanges.Now<?>> underWay() {
        return List.of();
    }

    /// What loads the node now.
    protected Optional<Activity> activity() {
        return Optional.empty();
    }

    public List<Event> events() {
        Instant now = frames.getLast().end();
        return loaded
                ? List.of(new Event(now.minusSeconds(95), Event.Severity.WARNING, "p95 above its target for 24 s"),
                        new Event(now.minusSeconds(290), Event.Severity.INFO, "Load run 1 started: poisson"))
                : List.of();
    }

    @Override
    public Frames frames() {
        return new Frames() {
            @Override
            public List<Frame> history(Instant from, Instant to, Duration resolution, Set<String> meters) {
                return frames.stream().filter(frame -> !frame.start().isBefore(from) && frame.start().isBefore(to))
                        .map(frame -> meters.isEmpty() ? frame : frame.only(meters)).toList();
            }

            @Override
            public List<Meter> meters() {
                return List.of(Meters.MEMORY, Meters.HOST_CPU, Meters.QUEUE_DEPTH, Meters.RESPONSE);
            }
        };
    }

    @Override
    public Knobs knobs() {
        return new Knobs() {
            @Override
            public List<KnobState> states() {
                return List.of();
            }

            @Override
            public KnobChange turn(Map<String, ?> wanted, String by) {
                return new KnobChange(Configuration.EMPTY, Configuration.EMPTY, by);
            }

            @Override
            public List<KnobSet> past(int most) {
                return List.of();
            }
        };
    }

    @Override
    public Sessions sessions() {
        return new NoSessions();
    }

    @Override
    public Runs runs() {
        return new NoRuns();
    }

    @Override
    public ScriptedMachine customMeters() {
        return scriptedMachine;
    }

    @Override
    public Surroundings surroundings() {
        return scriptedMachine;
    }

    @Override
    public ScriptedGpus gpus() {
        return gpus;
    }

    @Override
    public Foresight foresight() {
        return new ScriptedForesight(frames, loaded);
    }

    @Override
    public Costs cost() {
        return costs;
    }

    @Override
    public ScriptedCache cache() {
        return cache;
    }

    @Override
    public MemoryCare memory() {
        return gpus.memory();
    }

    @Override
    public Traces traces() {
        return traces;
    }

    @Override
    public synchronized ScriptedAlerting alerting() {
        if (alerting == null) {
            alerting = alerting(frames.getLast().end(), board -> changes.tell(Alerting.BOARD, board));
        }
        return alerting;
    }

    /// Its alerts, made when they are first asked for.
    protected ScriptedAlerting alerting(Instant now, Consumer<AlertBoard> changed) {
        return new ScriptedAlerting(now, changed);
    }

    @Override
    public Journal journal() {
        return new Journal() {
            @Override
            public List<Event> events() {
                return ScriptedNode.this.events();
            }

            @Override
            public Optional<Activity> activity() {
                return ScriptedNode.this.activity();
            }

            @Override
            public List<Recommendation> recommendations() {
                return loaded
                        ? List.of(new Recommendation("Apply the best of session 1", Configuration.EMPTY,
                                "holds 1319 req/s, the baseline 278", "verified by session 1"))
                        : List.of();
            }

            @Override
            public List<Readiness> readiness() {
                return List.of();
            }

            @Override
            public StoreContents contents() {
                return kept;
            }

            @Override
            public void keep(RecordKind kind, long limit) {
                kind.check(limit);
                kept = new StoreContents(kept.fileBytes(), kept.freeBytes(), kept.kinds().stream().map(one -> one.kind() == kind
                        ? new StoredRecords(kind, one.rows(), one.bytes(), one.counted(), one.oldest(), limit)
                        : one).toList());
            }

            @Override
            public String targets() {
                return "option-2";
            }

            @Override
            public void setTargets(String profile) {
                // The script has one profile.
            }
        };
    }

    @Override
    public void close() {
        closed = true;
    }
}
