package gpudyno.node.local;

import gpudyno.foresight.AnomalyWatch;
import gpudyno.foresight.Health;
import gpudyno.foresight.IncidentBook;
import gpudyno.foresight.Outlooks;
import gpudyno.foresight.Pilot;
import gpudyno.model.OneLine;
import gpudyno.model.alert.Alert;
import gpudyno.model.foresight.AheadAction;
import gpudyno.model.foresight.AheadAction.Verdict;
import gpudyno.model.foresight.Anomaly;
import gpudyno.model.foresight.Expectation;
import gpudyno.model.foresight.Incident;
import gpudyno.model.foresight.Outlook;
import gpudyno.model.foresight.Watched;
import gpudyno.model.gpu.Cause;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.knob.ChangeCost;
import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.knob.KnobType;
import gpudyno.model.memory.Mode;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.ForesightMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import gpudyno.model.node.Event.Severity;
import gpudyno.model.node.Readiness;
import gpudyno.model.node.Readiness.State;
import gpudyno.model.node.Recommendation;
import gpudyno.model.target.JudgedWindow;
import gpudyno.model.target.Module;
import gpudyno.model.target.Profile;
import gpudyno.node.Foresight;
import gpudyno.serve.backend.OutOfMemory;
import gpudyno.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/// Foresight of this node: the engines that find anomalies, forecast, put incidents together and act ahead, on a thread of their own.
final class LocalForesight implements Foresight, NodeModule {
    private static final Duration PAST = Duration.ofHours(2);
    private static final Duration CAUSES = Duration.ofMinutes(3);
    private static final Duration USUAL_AFTER = Duration.ofMinutes(10);
    private static final int BACKLOG = 120;
    private static final int JUDGED_SECONDS = 60;
    private static final int SHOWN = 20;
    private static final int INCIDENTS_SHOWN = 10;

    /// What it needs of the node.
    interface Host {
        List<Frame> history(Instant from, Instant to, Duration resolution);

        List<Alert> alerts();

        List<Cause> causes(Instant from, Instant to);

        List<GpuProcess> gpuProcesses();

        Profile profile();

        /// Configurations that the newest session has verified.
        List<Pilot.Verified> verified();

        void turn(Configuration change);

        /// Gives the backend's unused memory back.
        ///
        /// @return memory in percent after it; empty where nothing can be given back
        Optional<Double> trim();
    }

    private final Host host;
    private final ForesightGauges gauges;
    private final KnownAnomalies anomalies;
    private final Store store;
    private final Recorder recorder;
    private final BiConsumer<Severity, String> say;
    private final BlockingQueue<Frame> frames = new ArrayBlockingQueue<>(BACKLOG);
    private final Object lock = new Object();
    private final AnomalyWatch watch;
    private final Outlooks outlooks = new Outlooks();
    private final IncidentBook incidents;
    private final Newcomers newcomers = new Newcomers();
    private final IncidentStory story = new IncidentStory(newcomers);
    private final Pilot pilot;
    private final Deque<Frame> lately = new ArrayDeque<>();
    private final Deque<Incident> recent = new ArrayDeque<>();
    private final Deque<AheadAction> actions = new ArrayDeque<>();
    private List<Cause> causes = List.of();
    private volatile Mode mode = Mode.RECOMMEND;
    private volatile Board board;
    private volatile boolean resting;
    private volatile String problem = "";
    private final Thread thread;

    LocalForesight(Host host, MeterRegistry meters, KnobRegistry knobs, Store store, Recorder recorder, LocalChanges changes,
            BiConsumer<Severity, String> say) {
        this.host = host;
        gauges = new ForesightGauges(meters);
        anomalies = new KnownAnomalies(store, recorder);
        this.store = store;
        this.recorder = recorder;
        this.say = say;
        store.incidents().newest(INCIDENTS_SHOWN).reversed().forEach(recent::addFirst);
        store.aheadActions().newest(SHOWN).reversed().forEach(actions::addFirst);
        watch = new AnomalyWatch(store.anomalies().lastId(), anomalies.tolerances(), this::keep);
        incidents = new IncidentBook(store.incidents().lastId(), story, this::keep);
        pilot = new Pilot(store.aheadActions().lastId(), new Acting(knobs));
        knobs.register(new Knob(Pilot.KNOB, new KnobType.Choice(Mode.words()), "",
                "What is done ahead of need: nothing, a recommendation, or turning knobs inside what a session verified", ChangeCost.FREE,
                false), () -> mode.word(), word -> mode = Mode.of((String) word));
        knobs.afterChange(story::keep);
        board = stand();
        changes.state(BOARD, this::board, board -> List.of(board.health(), board.optimizer(), board.actions(),
                board.anomalies().stream().map(one -> List.of(one.id(), one.kind(), one.isOpen(), one.expected(), one.parts().size()))
                        .toList(),
                board.incidents(), board.outlooks().stream().map(Outlook::at).toList(), board.feedback()));
        thread = Thread.ofPlatform().name("foresight").daemon().start(this::work);
    }

    private final class Acting implements Pilot.Host {
        private final KnobRegistry knobs;

        Acting(KnobRegistry knobs) {
            this.knobs = knobs;
        }

        @Override
        public Mode mode() {
            return mode;
        }

        @Override
        public List<Pilot.Verified> verified() {
            return host.verified();
        }

        @Override
        public Configuration current() {
            return knobs.current();
        }

        @Override
        public void turn(Configuration change) {
            host.turn(change);
        }

        @Override
        public Optional<Double> trim() {
            return host.trim();
        }

        @Override
        public void did(AheadAction action) {
            synchronized (lock) {
                actions.removeIf(one -> one.id() == action.id());
                actions.addFirst(action);
                if (actions.size() > SHOWN) {
                    actions.removeLast();
                }
            }
            recorder.write(to -> to.aheadActions().put(action.id(), action.at(), action));
            if (action.verdict() == null) {
                say.accept(Severity.INFO, "Acted ahead of need: " + action.reason() + "; "
                        + (action.change().values().isEmpty() ? "unused memory was given back" : "turned " + action.change()));
            }
        }

        @Override
        public void stopped(String why) {
            mode = Mode.RECOMMEND;
            say.accept(Severity.WARNING, "The predictive optimizer stopped by itself: " + why + ". " + Pilot.KNOB
                    + " stands at recommend until somebody sets it to automatic again.");
        }
    }

    @Override
    public String title() {
        return "Foresight";
    }

    /// A frame that finds the queue full is left out: the thread is two minutes behind, and old seconds are no news.
    @Override
    public void accept(Frame frame) {
        if (!frames.offer(frame)) {
            problem = "it cannot keep up with the frames";
        }
    }

    private void work() {
        try {
            Instant now = Instant.now();
            host.history(now.minus(PAST), now, FrameRing.TEN_SECONDS).forEach(outlooks::learn);
            while (true) {
                lookOrSay(frames.take());
            }
        } catch (InterruptedException e) {
            // Closed.
            Thread.currentThread().interrupt();
        }
    }

    private void lookOrSay(Frame frame) {
        try {
            synchronized (lock) {
                look(frame);
            }
            problem = "";
        } catch (OutOfMemoryError e) {
            throw OutOfMemory.endProcess(e);
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            String reason = "a second could not be judged: " + e;
            if (!reason.equals(problem)) {
                say.accept(Severity.WARNING, title() + ": " + reason);
            }
            problem = reason;
        }
    }

    private void look(Frame frame) {
        resting = Meters.isTest(frame);
        // One that lasts longer has become usual.
        watch.accept(frame, incidents.open().stream().anyMatch(one -> one.from().isAfter(frame.end().minus(USUAL_AFTER))));
        lately.addLast(frame);
        if (lately.size() > JUDGED_SECONDS) {
            lately.removeFirst();
        }
        List<Outlook> now = outlooks.outlooks();
        if (outlooks.accept(frame)) {
            now = outlooks.outlooks();
            everyTenSeconds(frame.end(), now);
        }
        Map<String, Double> figures = new HashMap<>(DerivedMeters.of(frame));
        figures.put(Meters.HOST_CPU.id(), frame.gauge(Meters.HOST_CPU.id()));
        figures.put(Meters.PROCESS_CPU.id(), frame.gauge(Meters.PROCESS_CPU.id()));
        // During a test nothing is an incident.
        incidents.accept(frame.end(), resting
                ? List.of()
                : story.signs(frame.end(), figures, host.alerts(), watch.open(), causes, now, host.profile()));
        tellScores();
        board = stand();
    }

    private void everyTenSeconds(Instant now, List<Outlook> all) {
        newcomers.look(now, host.gpuProcesses());
        causes = host.causes(now.minus(CAUSES), now);
        gauges.health(Health.of(host.profile(), JudgedWindow.of(Frame.rollUp(lately)), host.alerts(), watch.open(), all));
        gauges.forecasts(all);
        if (!resting) {
            pilot.accept(now, all);
        }
    }

    private void tellScores() {
        if (resting) {
            gauges.scores(Map.of());
            return;
        }
        Map<String, Double> now = watch.scores();
        now.put(ForesightMeters.JOINT, watch.jointScore());
        gauges.scores(now);
    }

    private void keep(Anomaly anomaly) {
        anomalies.keep(anomaly);
        story.keep(anomaly);
    }

    private void keep(Incident incident) {
        boolean fresh = recent.stream().noneMatch(one -> one.id() == incident.id());
        recent.removeIf(one -> one.id() == incident.id());
        recent.addFirst(incident);
        if (recent.size() > INCIDENTS_SHOWN) {
            recent.removeLast();
        }
        recorder.write(to -> to.incidents().put(incident.id(), incident.from(), incident));
        if (fresh) {
            say.accept(Severity.WARNING, "Incident " + incident.id() + ": " + incident.summary());
        }
    }

    @Override
    public List<Readiness> readiness() {
        return List.of(anomalyReadiness(), optimizerReadiness());
    }

    private Readiness anomalyReadiness() {
        if (!problem.isEmpty()) {
            return new Readiness(Module.ANOMALY_DETECTION, State.DEGRADED, problem);
        }
        Feedback known = board.feedback();
        return new Readiness(Module.ANOMALY_DETECTION, known.learning() == known.watched() ? State.LEARNING : State.WORKING,
                known.watched() + " meters watched, " + known.learning() + " still learned; " + known.told() + " anomalies in 7 days, "
                        + known.expected() + " of them expected");
    }

    private Readiness optimizerReadiness() {
        if (mode == Mode.OFF) {
            return new Readiness(Module.PREDICTIVE_OPTIMIZER, State.OFF, Pilot.KNOB + " is off");
        }
        Board known = board;
        Map<Verdict, Long> verdicts = known.actions().stream().map(AheadAction::verdict).filter(Objects::nonNull)
                .collect(Collectors.groupingBy(one -> one, Collectors.counting()));
        return new Readiness(Module.PREDICTIVE_OPTIMIZER, known.outlooks().isEmpty() ? State.LEARNING : State.WORKING,
                known.outlooks().size() + " meters are forecast, mode " + mode.word() + "; " + Pilot.words(verdicts));
    }

    private Feedback feedback() {
        List<Watched> watched = watch.watched();
        return new Feedback(watched.size(), (int) watched.stream().filter(Watched::learning).count(), resting, anomalies.told(),
                anomalies.expected());
    }

    /// As of the last second: whoever asks never waits for the engines.
    @Override
    public Board board() {
        return board;
    }

    private Board stand() {
        return new Board(gauges.health(), anomalies.newest(SHOWN), new ArrayList<>(recent), outlooks.outlooks(), feedback(),
                mode, new ArrayList<>(actions));
    }

    /// What it would turn now.
    List<Recommendation> recommendations() {
        return mode == Mode.OFF ? List.of() : pilot.recommendations();
    }

    @Override
    public List<Watched> watched() {
        synchronized (lock) {
            return watch.watched();
        }
    }

    @Override
    public List<Anomaly> anomalies(Instant from, Instant to) {
        check(from, to);
        return store.anomalies().between(from, to);
    }

    @Override
    public List<Expectation> course(String meter) {
        synchronized (lock) {
            List<String> known = watch.watched().stream().map(Watched::meter).toList();
            if (!known.contains(meter)) {
                throw new IllegalArgumentException("meter '" + OneLine.shortened(meter, 80) + "' is not watched; "
                        + (known.isEmpty() ? "none is yet" : "there are " + known));
            }
            return watch.course(meter);
        }
    }

    @Override
    public void expected(long id) {
        synchronized (lock) {
            Anomaly anomaly = anomalies.get(id);
            if (anomaly.expected()) {
                return;
            }
            watch.expected(anomaly);
            anomalies.markExpected(anomaly, watch.tolerances());
            board = stand();
        }
    }

    @Override
    public List<Outlook> outlooks() {
        return board.outlooks();
    }

    @Override
    public List<Incident> incidents(Instant from, Instant to) {
        check(from, to);
        return store.incidents().between(from, to);
    }

    private static void check(Instant from, Instant to) {
        if (to.isBefore(from) || Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "from and to: a period of at most 90 days is needed that ends after it begins, got " + from + " to " + to);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
