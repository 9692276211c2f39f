package gpudyno.model.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What a rule would have done with the history a node holds.
///
/// @param from where the frames looked at begin
/// @param resolution how long the frames looked at are: a rule that needs finer ones fires later here, or not at all
/// @param fired when it would have fired, oldest first
public record RulePreview(Instant from, Instant to, Duration resolution, int frames, List<Instant> fired) {
    public RulePreview {
        fired = List.copyOf(fired);
    }
}
