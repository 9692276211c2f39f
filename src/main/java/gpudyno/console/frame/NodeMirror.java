package gpudyno.console.frame;

import gpudyno.console.kit.HealthChip.Health;
import gpudyno.model.OneLine;
import gpudyno.model.alert.Alert;
import gpudyno.model.alert.AlertBoard;
import gpudyno.model.gpu.ControlState;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.knob.KnobState;
import gpudyno.model.load.Run;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Meters;
import gpudyno.model.node.Event;
import gpudyno.model.node.NodeInfo;
import gpudyno.model.node.Readiness;
import gpudyno.model.node.Recommendation;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Profiles;
import gpudyno.node.Activity;
import gpudyno.node.Alerting;
import gpudyno.node.Change;
import gpudyno.node.Foresight;
import gpudyno.node.Frames;
import gpudyno.node.Gpus;
import gpudyno.node.Journal;
import gpudyno.node.Knobs;
import gpudyno.node.MemoryCare;
import gpudyno.node.Node;
import gpudyno.node.Runs;
import gpudyno.node.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the stream of a node has told, put together. The stream's thread fills it, another reads it.
final class NodeMirror {
    private static final Duration LIVE = Duration.ofSeconds(60);
    private static final int MOST_EVENTS = 200;
    /// Of the frames of a minute, whatever a node says how long they are.
    private static final int MOST_FRAMES = 120;
    private static final int MOST_READINGS = 500_000;
    private static final int LONGEST_TEXT = 1_000;
    /// Sessions and runs that were told of: more than end in one look of the screen.
    private static final int MOST_TOLD = 8;

    /// What is judged of the last minute; rolling up everything of a node with many GPUs would take long.
    private static final Set<String> JUDGED = Stream.of(Meters.MEMORY, Meters.REQUESTS, Meters.RESPONSE, Meters.RESPONSE_MISS,
            Meters.CACHE_HITS, Meters.CACHE_MISSES, Meters.CACHE_COALESCED, Meters.ARRIVALS, GpuMeters.ENERGY).map(Meter::id)
            .collect(Collectors.toUnmodifiableSet());

    private final ArrayDeque<Second> live = new ArrayDeque<>();
    private final Map<Long, Told<SessionCourse>> sessions = new LinkedHashMap<>();
    private final Map<Long, Told<Run>> runs = new LinkedHashMap<>();
    private long snapshot;
    private @Nullable NodeInfo info;
    private @Nullable String targets;
    private Optional<Activity> activity = Optional.empty();
    private List<Event> events = List.of();
    private List<Readiness> readiness = List.of();
    private List<Alert> alerts = List.of();
    private Optional<AlertBoard> board = Optional.empty();
    private List<KnobState> knobs = List.of();
    private List<Recommendation> recommendations = List.of();
    private Optional<Gpus.Board> gpus = Optional.empty();
    private List<GpuProcess> processes = List.of();
    private List<ControlState> controls = List.of();
    private Optional<MemoryCare.Board> memory = Optional.empty();
    private Optional<Foresight.Board> foresight = Optional.empty();

    /// @param judged the part of the frame that is judged
    /// @param throughput of the frame, in requests per second; worked out once
    private record Second(Frame frame, Frame judged, double throughput) {}

    /// @param sequence of the change that told it
    private record Told<T>(long sequence, T value) {}

    synchronized void take(Change change) {
        change.as(Frames.FRAME).ifPresent(this::take);
        change.as(Node.INFO).ifPresent(told -> begin(change.sequence(), told));
        change.as(Journal.TARGETS).ifPresent(told -> targets = told.profile());
        change.as(Journal.ACTIVITY).ifPresent(told -> activity = Optional.ofNullable(told.activity()));
        change.as(Journal.EVENTS)
                .ifPresent(told -> events = told.events().stream().limit(MOST_EVENTS).map(NodeMirror::shortened).toList());
        change.as(Journal.EVENT).ifPresent(this::take);
        change.as(Journal.READINESS).ifPresent(told -> readiness = told.modules());
        change.as(Journal.RECOMMENDATIONS).ifPresent(told -> recommendations = told.recommendations());
        change.as(Alerting.LOUD).ifPresent(told -> alerts = told.alerts());
        change.as(Alerting.BOARD).ifPresent(told -> board = Optional.of(told));
        change.as(Gpus.BOARD).ifPresent(told -> gpus = Optional.of(told));
        change.as(Gpus.CONTROLS).ifPresent(told -> controls = told.controls());
        change.as(MemoryCare.BOARD).ifPresent(told -> memory = Optional.of(told));
        change.as(Foresight.BOARD).ifPresent(told -> foresight = Optional.of(told));
        change.as(Gpus.PROCESSES).ifPresent(told -> processes = told.processes());
        change.as(Knobs.STATES).ifPresent(told -> knobs = told.knobs());
        change.as(Sessions.PROGRESS).ifPresent(told -> put(sessions, told.report().id(), change.sequence(),
                Optional.ofNullable(sessions.get(told.report().id())).map(known -> known.value.with(told))
                        .orElseGet(() -> SessionCourse.of(told))));
        change.as(Runs.PROGRESS).ifPresent(told -> put(runs, told.id(), change.sequence(), told));
    }

    /// How things stand is told under the number of the change before: what else carries another number is from before a gap, and may have
    /// ended in it.
    private void begin(long sequence, NodeInfo told) {
        info = told;
        snapshot++;
        sessions.values().removeIf(known -> known.sequence != sequence);
        runs.values().removeIf(known -> known.sequence != sequence);
    }

    private static <T> void put(Map<Long, Told<T>> told, long id, long sequence, T value) {
        told.remove(id);
        told.put(id, new Told<>(sequence, value));
        if (told.size() > MOST_TOLD) {
            told.remove(told.keySet().iterator().next());
        }
    }

    private void take(Event event) {
        ArrayDeque<Event> more = new ArrayDeque<>(events);
        more.addFirst(shortened(event));
        while (more.size() > MOST_EVENTS) {
            more.removeLast();
        }
        events = List.copyOf(more);
    }

    private static Event shortened(Event event) {
        return event.text().length() <= LONGEST_TEXT
                ? event
                : new Event(event.at(), event.severity(), OneLine.shortened(event.text(), LONGEST_TEXT));
    }

    /// Seconds older than a minute are forgotten, and those a node whose clock was put back counted before.
    private void take(Frame frame) {
        Instant oldest = frame.end().minus(LIVE);
        live.removeIf(second -> second.frame.start().isBefore(oldest) || !second.frame.start().isBefore(frame.start()));
        long readings = live.stream().mapToLong(second -> second.frame.readings().size()).sum();
        live.addLast(new Second(frame, frame.only(JUDGED), DerivedMeters.of(frame).getOrDefault(DerivedMeters.THROUGHPUT, 0.0)));
        readings += frame.readings().size();
        while (live.size() > MOST_FRAMES || readings > MOST_READINGS && live.size() > 1) {
            readings -= live.removeFirst().frame.readings().size();
        }
    }

    /// The last frame; empty before the first.
    synchronized Optional<Frame> latest() {
        return Optional.ofNullable(live.peekLast()).map(Second::frame);
    }

    /// The frames of the last minute, oldest first: the very objects the stream told.
    synchronized List<Frame> live() {
        return live.stream().map(Second::frame).toList();
    }

    /// Empty until the node has told what it is and what it is judged by.
    Optional<Facts> facts() {
        List<Frame> window;
        Facts unjudged;
        synchronized (this) {
            if (info == null || targets == null) {
                return Optional.empty();
            }
            window = live.stream().map(Second::judged).toList();
            unjudged = new Facts(snapshot, info, targets, activity, events, readiness, alerts, board, knobs, recommendations,
                    sessions.values().stream().map(Told::value).toList(), runs.values().stream().map(Told::value).toList(), gpus, processes,
                    controls, memory, foresight,
                    Health.STALE, Optional.empty(), live.stream().mapToDouble(Second::throughput).toArray());
        }
        // Rolling a minute up takes a moment; the stream goes on meanwhile.
        Profile profile = Profiles.named(unjudged.targets());
        Optional<Frame> minute = window.isEmpty() ? Optional.empty() : Optional.of(Frame.rollUp(window));
        Health health = NodeViewModel.health(profile, minute, unjudged.alerts().stream().anyMatch(alert -> !alert.acknowledged()));
        return Optional.of(unjudged.judged(health, minute));
    }
}
