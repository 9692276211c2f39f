package gpudyno.watch;

import gpudyno.model.alert.Alert;
import gpudyno.model.alert.AlertRule;
import gpudyno.model.alert.RulePreview;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// When a rule would have fired on past frames.
final class Previews {
    private Previews() {
    }

    /// @param frames oldest first
    static RulePreview of(AlertRule rule, List<Frame> frames, Function<String, @Nullable Meter> meters, Instant now) {
        BurnRate burn = new BurnRate();
        Judge judge = new Judge(List.of(rule.switched(true)), meters, burn);
        AlertBook book = new AlertBook(Duration.ZERO);
        Set<Long> seen = new HashSet<>();
        List<Instant> fired = new ArrayList<>();
        for (Frame frame : frames) {
            burn.add(frame);
            book.accept(frame.length().toMillis(), frame.end(), judge.judge(frame));
            for (Alert alert : book.active(frame.end())) {
                if (alert.state() == Alert.State.FIRING && seen.add(alert.id())) {
                    fired.add(frame.end());
                }
            }
        }
        Instant from = frames.isEmpty() ? now : frames.getFirst().start();
        Duration resolution = frames.stream().map(Frame::length).max(Duration::compareTo).orElse(Duration.ofSeconds(1));
        return new RulePreview(from, frames.isEmpty() ? now : frames.getLast().end(), resolution, frames.size(), fired);
    }
}
