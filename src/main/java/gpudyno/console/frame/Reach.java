package gpudyno.console.frame;

import gpudyno.console.kit.Formats;
import gpudyno.node.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How a node is reached, told by its stream: one that has told nothing for [#SILENCE] is not connected, whatever its connection says.
///
/// @param tries attempts to reach it since it last told something
/// @param lastHeard when it told something last; empty while it never has
/// @param reason why it is not reached, one line; while it is, what it told that cannot be read, empty for nothing
public record Reach(Connection.State connection, int tries, Optional<Instant> lastHeard, String reason) {
    /// Three frames, one a second.
    static final Duration SILENCE = Duration.ofSeconds(3);
    /// From here on a node counts as lost, though its connection is still tried.
    static final Duration LOSS = Duration.ofSeconds(15);

    /// @param since when the console first listened
    /// @param told how the node's connection stands by itself
    static Reach at(Instant now, Instant since, Optional<Instant> lastHeard, Connection told) {
        Duration silent = Duration.between(lastHeard.orElse(since), now);
        if (told.state() == Connection.State.CONNECTED && silent.compareTo(SILENCE) <= 0) {
            return new Reach(Connection.State.CONNECTED, 0, lastHeard, told.reason());
        }
        return new Reach(silent.compareTo(LOSS) > 0 ? Connection.State.LOST : Connection.State.RECONNECTING, Math.max(1, told.tries()),
                lastHeard, told.reason().isEmpty() ? "no answer for " + Formats.span(silent) : told.reason());
    }

    public boolean connected() {
        return connection == Connection.State.CONNECTED;
    }

    /// How old what is shown is; empty while it is fresh or nothing was ever shown.
    Optional<Duration> age(Instant now) {
        return connected() ? Optional.empty() : lastHeard.map(last -> Duration.between(last, now));
    }
}
