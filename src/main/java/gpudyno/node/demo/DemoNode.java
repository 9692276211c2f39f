package gpudyno.node.demo;

import gpudyno.gpu.simulated.SimulationPlan;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.knob.KnobSet;
import gpudyno.model.knob.KnobState;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.node.NodeInfo;
import gpudyno.node.Alerting;
import gpudyno.node.Caching;
import gpudyno.node.Changes;
import gpudyno.node.Connection;
import gpudyno.node.Costs;
import gpudyno.node.CustomMeters;
import gpudyno.node.Foresight;
import gpudyno.node.Frames;
import gpudyno.node.Gpus;
import gpudyno.node.Journal;
import gpudyno.node.Knobs;
import gpudyno.node.MemoryCare;
import gpudyno.node.Node;
import gpudyno.node.NodeUnreachableException;
import gpudyno.node.Runs;
import gpudyno.node.Sessions;
import gpudyno.node.Surroundings;
import gpudyno.node.Traces;
import gpudyno.node.demo.DemoMachine.Reach;
import gpudyno.node.local.FrameRing;
import gpudyno.node.local.LocalChanges;
import gpudyno.node.local.LocalNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A simulated machine as a node. Its seconds pass when the fleet's clock says so; the quarter of an hour before its start is simulated at
/// once, with what happened in it ([DemoPast]).
public final class DemoNode implements Node {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int PAST_SECONDS = 900;
    /// Of every so many seconds a flaky link carries the first alone.
    private static final int FLAKY_SECONDS = 13;

    private final DemoMachine machine;
    private final MeterRegistry meters = new MeterRegistry();
    private final KnobRegistry registry = new KnobRegistry();
    private final FrameRing ring = FrameRing.sparse();
    private final LocalChanges changes = new LocalChanges();
    private final DemoLoad load;
    private final DemoGpus gpus;
    private final DemoAlerting alerting;
    private final DemoJournal journal;
    private final DemoKnobs knobsPast = new DemoKnobs();
    private final NotSimulated.NoMeters noMeters = new NotSimulated.NoMeters();
    private final NotSimulated.NoMemory noMemory = new NotSimulated.NoMemory();
    private final NotSimulated.NoTraces noTraces = new NotSimulated.NoTraces();
    private final NotSimulated.NoCache noCache = new NotSimulated.NoCache();
    private final Costs costs = DemoCosts.live();
    private final NotSimulated.NoForesight noForesight = new NotSimulated.NoForesight();
    private final NotSimulated.NoSessions sessions;
    private final NotSimulated.NoRuns noRuns = new NotSimulated.NoRuns();
    private final Instant started;
    private long second;
    /// While the past is simulated; null after.
    private volatile @Nullable Instant simulated;

    /// @param folder where its alert rules are kept once somebody changes them
    /// @param past how much of the past is recorded, at most a quarter of an hour; faults are as old in any case
    DemoNode(DemoMachine machine, Path folder, Instant now, Duration past) {
        this.machine = machine;
        started = now.minusSeconds(PAST_SECONDS);
        load = new DemoLoad(machine);
        load.register(registry);
        load.register(meters);
        registry.turn(machine.knobs(), "demo");
        gpus = new DemoGpus(SimulationPlan.read(machine.gpus()), load::asked, () -> TimeUnit.SECONDS.toNanos(second), meters, ring);
        journal = new DemoJournal(changes, this::clock, started);
        registry.afterChange(change -> knobsPast.add(clock(), change));
        registry.afterChange(change -> journal.say("Turned by " + change.by() + ": " + change.after()));
        DemoPast happened = new DemoPast(machine, registry, journal, meters::meter);
        sessions = new NotSimulated.NoSessions(happened::sessions);
        second = PAST_SECONDS - past.toSeconds();
        for (long back = past.toSeconds(); back > 0; back--) {
            Instant at = now.minusSeconds(back);
            simulated = at;
            happened.before(second, at);
            Frame frame = frame(at);
            happened.after(frame);
            keep(frame);
        }
        simulated = null;
        alerting = new DemoAlerting(machine.name(), folder.resolve(machine.name() + ".alerts.yaml"), meters, ring, journal::warn,
                happened.alerts());
        declare();
    }

    private void declare() {
        changes.state(INFO, this::info);
        changes.state(Knobs.STATES, () -> new Knobs.States(registry.states()));
        changes.state(Gpus.BOARD, gpus::board);
        changes.state(Gpus.CONTROLS, () -> new Gpus.Controls(List.of()));
        changes.state(Gpus.PROCESSES, () -> new Gpus.Processes(gpus.processes().stream().map(one -> one.withoutFigures()).toList()));
        changes.state(Alerting.LOUD, () -> new Alerting.Loud(alerting.loud()));
        changes.state(Alerting.BOARD, alerting::board);
        changes.state(MemoryCare.BOARD, noMemory::board);
    }

    private Instant clock() {
        Instant past = simulated;
        return past == null ? Instant.now() : past;
    }

    private Frame frame(Instant start) {
        second++;
        double clocks = gpus.second(start);
        load.second(second, clocks, meters);
        return meters.close(second, start, SECOND);
    }

    /// In little memory: the frames of eleven nodes must fit in the console's heap. Who listens gets them as they are, to merge them quickly.
    private void keep(Frame frame) {
        ring.add(frame.sparse());
    }

    /// A second passes.
    void pass(Instant start) {
        Frame frame = frame(start);
        keep(frame);
        alerting.accept(frame);
        if (isHeard()) {
            changes.tell(Frames.FRAME, frame);
            changes.refresh();
        }
    }

    private boolean isHeard() {
        return switch (machine.reach()) {
            case ALWAYS -> true;
            case FLAKY -> second % FLAKY_SECONDS == 0;
            case NEVER -> false;
        };
    }

    String name() {
        return machine.name();
    }

    @Override
    public NodeInfo info() {
        check();
        return new NodeInfo(machine.name(), machine.version().isEmpty() ? LocalNode.version() : machine.version(), started,
                "Simulated machine · " + String.join(", ", gpus.lines()), gpus.lines(), "all-MiniLM-L6-v2 (simulated)", "simulated", null,
                0, ProcessHandle.current().pid()).labelled(machine.labels());
    }

    private void check() {
        if (machine.reach() == Reach.NEVER) {
            throw new NodeUnreachableException(machine.name() + " cannot be reached: it is simulated as switched off");
        }
    }

    @Override
    public Connection connection() {
        long millis = 2L + Math.floorMod(machine.seed(), 40);
        return switch (machine.reach()) {
            case ALWAYS -> new Connection(Connection.State.CONNECTED, 0, Duration.ofMillis(millis), "");
            case FLAKY -> new Connection(Connection.State.CONNECTED, 3, Duration.ofMillis(millis), "");
            case NEVER -> new Connection(Connection.State.LOST, 8, Duration.ZERO, "it is simulated as switched off");
        };
    }

    @Override
    public Changes changes() {
        check();
        return changes;
    }

    @Override
    public Frames frames() {
        check();
        return new Frames() {
            @Override
            public List<Frame> history(Instant from, Instant to, Duration resolution, Set<String> wanted) {
                return ring.between(from, to, resolution, wanted);
            }

            @Override
            public List<Meter> meters() {
                return List.copyOf(meters.meters());
            }
        };
    }

    @Override
    public Knobs knobs() {
        check();
        return new Knobs() {
            @Override
            public List<KnobState> states() {
                return registry.states();
            }

            @Override
            public KnobChange turn(Map<String, ?> wanted, String by) {
                KnobChange change = registry.turn(wanted, by);
                changes.refresh(STATES);
                return change;
            }

            @Override
            public List<KnobSet> past(int most) {
                return knobsPast.sets(registry, most);
            }
        };
    }

    @Override
    public Sessions sessions() {
        check();
        return sessions;
    }

    @Override
    public Runs runs() {
        check();
        return noRuns;
    }

    @Override
    public Alerting alerting() {
        check();
        return alerting;
    }

    @Override
    public CustomMeters customMeters() {
        check();
        return noMeters;
    }

    @Override
    public Gpus gpus() {
        check();
        return gpus;
    }

    @Override
    public Traces traces() {
        check();
        return noTraces;
    }

    @Override
    public Caching cache() {
        check();
        return noCache;
    }

    @Override
    public Costs cost() {
        check();
        return costs;
    }

    @Override
    public Foresight foresight() {
        check();
        return noForesight;
    }

    @Override
    public MemoryCare memory() {
        check();
        return noMemory;
    }

    @Override
    public Journal journal() {
        check();
        return journal;
    }

    @Override
    public Surroundings surroundings() {
        check();
        return noMeters;
    }

    @Override
    public void close() {
        alerting.close();
        changes.close();
    }
}
