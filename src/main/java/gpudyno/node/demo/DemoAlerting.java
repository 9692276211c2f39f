package gpudyno.node.demo;

import gpudyno.model.alert.Alert;
import gpudyno.model.alert.AlertBoard;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.node.local.EngineAlerting;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The usual rules over the frames of a simulated machine, judged by the real engine. Its state ends with the program.
final class DemoAlerting extends EngineAlerting {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<Alert> past;

    /// @param past alerts that ended before it began, newest first
    DemoAlerting(String name, Path rules, MeterRegistry meters, FrameRing ring, Consumer<String> say, List<Alert> past) {
        super(engine(name, rules, meters, ring, say));
        this.past = List.copyOf(past);
    }

    private static AlertEngine engine(String name, Path rules, MeterRegistry meters, FrameRing ring, Consumer<String> say) {
        Map<String, String> kept = new ConcurrentHashMap<>();
        return new AlertEngine(new AlertEngine.Host() {
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

    @Override
    public AlertBoard board() {
        AlertBoard now = super.board();
        return new AlertBoard(now.active(), now.rules(), now.silences(), Stream.concat(now.ended().stream(), past.stream()).toList(),
                now.delivery(), now.quiet());
    }

    void accept(Frame frame) {
        engine().accept(frame);
    }
}
