package gpudyno.node.demo;

import gpudyno.model.alert.Alert;
import gpudyno.model.alert.AlertBoard;
import gpudyno.model.alert.AlertRule;
import gpudyno.model.alert.RulePreview;
import gpudyno.model.alert.Silence;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.node.Alerting;
import gpudyno.node.local.FrameRing;
import gpudyno.serve.backend.OutOfMemory;
import gpudyno.watch.AlertEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The usual rules over the frames of a simulated machine, judged by the real engine. Its state ends with the program.
final class DemoAlerting implements Alerting, AutoCloseable {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private final AlertEngine engine;

    DemoAlerting(String name, Path rules, MeterRegistry meters, FrameRing ring, Consumer<String> say) {
        Map<String, String> kept = new ConcurrentHashMap<>();
        engine = new AlertEngine(new AlertEngine.Host() {
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
                return ring.between(from, to, SECOND, Set.of());
            }

            @Override
            public Optional<String> stored(String key) {
                return Optional.ofNullable(kept.get(key));
            }

            @Override
            public void store(String key, String text) {
                kept.put(key, text);
            }

            @Override
            public void say(String text) {
                say.accept(text);
            }

            @Override
            public Error outOfMemory(OutOfMemoryError error) {
                return OutOfMemory.endProcess(error);
            }
        }, rules);
    }

    void accept(Frame frame) {
        engine.accept(frame);
    }

    @Override
    public List<Alert> loud() {
        return engine.loud();
    }

    @Override
    public AlertBoard board() {
        return engine.board();
    }

    @Override
    public void setRule(AlertRule rule) {
        engine.setRule(rule);
    }

    @Override
    public void removeRule(String id) {
        engine.removeRule(id);
    }

    @Override
    public int importRules(String yaml) {
        return engine.importRules(yaml);
    }

    @Override
    public RulePreview preview(AlertRule rule, Duration back) {
        return engine.preview(rule, back);
    }

    @Override
    public void acknowledge(long alert, String note) {
        engine.acknowledge(alert, note);
    }

    @Override
    public void unacknowledge(long alert) {
        engine.unacknowledge(alert);
    }

    @Override
    public long silence(Silence wanted) {
        return engine.silence(wanted);
    }

    @Override
    public void unsilence(long silence) {
        engine.unsilence(silence);
    }

    @Override
    public void close() {
        engine.close();
    }
}
