package gpudyno.watch;

import gpudyno.model.alert.Alert;
import gpudyno.model.alert.AlertRule;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What rules would have told of frames that are past, one after the other. Nobody is notified. One thread at a time.
public final class PastAlerts {
    private final BurnRate burn = new BurnRate();
    private final Judge judge;
    private final AlertBook book = new AlertBook(Duration.ZERO);

    public PastAlerts(List<AlertRule> rules, Function<String, @Nullable Meter> meters) {
        judge = new Judge(rules, meters, burn);
    }

    public void accept(Frame frame) {
        burn.add(frame);
        book.accept(frame.length().toMillis(), frame.end(), judge.judge(frame));
    }

    /// Those that fired and ended, newest first.
    public List<Alert> ended() {
        return book.ended();
    }
}
