package gpudyno.console.frame;

import gpudyno.console.kit.Formats;
import gpudyno.node.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How a node is reached, told by its answers: one that has not answered for [#SILENCE] is not connected, whatever its connection says.
///
/// @param tries questions without an answer since the last one
/// @param lastAnswer when it answered last; empty while it never has
/// @param reason why it does not answer, one line; empty while it does
public record Reach(Connection connection, int tries, Optional<Instant> lastAnswer, String reason) {
    /// Three questions, one a second.
    static final Duration SILENCE = Duration.ofSeconds(3);
    /// From here on a node counts as lost, though it is still asked.
    static final Duration LOSS = Duration.ofSeconds(15);

    /// @param since when the console first asked
    static Reach at(Instant now, Instant since, Optional<Instant> lastAnswer, int tries, String failure) {
        Duration silent = Duration.between(lastAnswer.orElse(since), now);
        if (failure.isEmpty() && silent.compareTo(SILENCE) <= 0) {
            return new Reach(Connection.CONNECTED, 0, lastAnswer, "");
        }
        return new Reach(silent.compareTo(LOSS) > 0 ? Connection.LOST : Connection.RECONNECTING, Math.max(1, tries), lastAnswer,
                failure.isEmpty() ? "no answer for " + Formats.span(silent) : failure);
    }

    public boolean connected() {
        return connection == Connection.CONNECTED;
    }

    /// How old what is shown is; empty while it is fresh or nothing was ever shown.
    Optional<Duration> age(Instant now) {
        return connected() ? Optional.empty() : lastAnswer.map(last -> Duration.between(last, now));
    }
}
