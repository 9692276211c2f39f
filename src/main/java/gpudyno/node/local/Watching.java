package gpudyno.node.local;

import gpudyno.model.alert.AlertRule;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import gpudyno.model.node.Event;
import gpudyno.model.node.Event.Severity;
import gpudyno.model.node.Readiness;
import gpudyno.model.node.Readiness.State;
import gpudyno.model.target.Module;
import gpudyno.serve.backend.OutOfMemory;
import gpudyno.store.Store;
import gpudyno.store.StoreException;
import gpudyno.watch.AlertEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Connects the alert engine and the node: gives the engine what it needs from the node, and tells it when a test loads the node.
final class Watching extends EngineAlerting implements NodeModule {
    private static final String RULES = "alerts.yaml";
    private static final Duration LIVE = Duration.ofMinutes(5);

    /// Frames between two instants at a resolution.
    interface History {
        List<Frame> between(Instant from, Instant to, Duration resolution);
    }

    /// Says why a rule's condition holds for a series, in a sentence; empty where nobody knows.
    interface Reasons {
        String why(AlertRule rule, String series);
    }

    /// Tells whether a test is loading the node.
    interface Tests {
        boolean isTesting();

        /// How many tests have begun. A test can begin and end between two checks.
        long begun();
    }

    /// Number of frames after a test in which its last requests may still end.
    private static final int AFTERMATH = 2;

    private final Tests tests;
    private volatile long testsSeen;
    private volatile int aftermath;

    Watching(String name, Path dataFolder, Store store, MeterRegistry meters, History history, Reasons reasons, Tests tests,
            LocalChanges changes,
            BiConsumer<Severity, String> say) {
        super(engine(name, dataFolder, store, meters, history, reasons, say));
        this.tests = tests;
        testsSeen = tests.begun();
        meters.gauge(Meters.TESTING, () -> isTesting() ? 1 : 0);
        for (Severity severity : List.of(Severity.WARNING, Severity.CRITICAL)) {
            meters.gauge(Meters.ALERTS,
                    () -> loud().stream().filter(alert -> alert.severity() == severity && !alert.acknowledged()).count(),
                    severity.name().toLowerCase(Locale.ROOT));
        }
        changes.state(LOUD, () -> new Loud(loud()));
        changes.state(BOARD, this::board);
    }

    private static AlertEngine engine(String name, Path dataFolder, Store store, MeterRegistry meters, History history, Reasons reasons,
            BiConsumer<Severity, String> say) {
        AlertEngine.Host host = new AlertEngine.Host() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public @Nullable Meter meter(String id) {
                return meters.meter(id);
            }

            @Override
            public List<Frame> history(Instant from, Instant to) {
                return past(history, from, to);
            }

            @Override
            public Optional<String> stored(String key) {
                return store.settings().get(key);
            }

            @Override
            public void store(String key, String text) {
                store.settings().set(key, text);
            }

            @Override
            public void say(String text) {
                say.accept(Event.Severity.WARNING, text);
            }

            @Override
            public String why(AlertRule rule, String series) {
                return reasons.why(rule, series);
            }

            @Override
            public Error outOfMemory(OutOfMemoryError error) {
                return OutOfMemory.endProcess(error);
            }
        };
        try {
            return new AlertEngine(host, dataFolder.resolve(RULES));
        } catch (IllegalArgumentException e) {
            throw new StoreException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public String title() {
        return "Alerting";
    }

    /// One-second frames for the last five minutes, coarser frames before that.
    private static List<Frame> past(History history, Instant from, Instant to) {
        Instant live = to.minus(LIVE);
        List<Frame> frames = new ArrayList<>();
        if (from.isBefore(live)) {
            boolean days = Duration.between(from, to).compareTo(Duration.ofDays(1)) > 0;
            frames.addAll(history.between(from, live, days ? FrameRing.FIVE_MINUTES : FrameRing.TEN_SECONDS));
        }
        Instant covered = frames.isEmpty() ? live : frames.getLast().end();
        frames.addAll(history.between(covered.isAfter(from) ? covered : from, to, FrameRing.LIVE));
        return frames;
    }

    /// Whether a test has loaded the node during the current frame, or has just ended.
    private boolean isTesting() {
        return tests.isTesting() || tests.begun() != testsSeen || aftermath > 0;
    }

    @Override
    public void accept(Frame frame) {
        long begun = tests.begun();
        aftermath = tests.isTesting() || begun != testsSeen ? AFTERMATH : Math.max(0, aftermath - 1);
        testsSeen = begun;
        engine().accept(frame);
    }

    @Override
    public List<Readiness> readiness() {
        return List.of(new Readiness(Module.ALERTING, engine().isDegraded() ? State.DEGRADED : State.WORKING, engine().evidence()));
    }
}
