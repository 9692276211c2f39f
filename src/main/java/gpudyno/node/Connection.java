package gpudyno.node;

import java.time.Duration;
import java.util.Optional;

/// The state of the connection to a node.
///
/// @param tries attempts to reach it since it last answered
/// @param roundTrip of the last call, without the time the node took to answer; zero for the local node and before the first
/// @param clockAhead how far the node's clock is ahead of this one, negative if it is behind; empty before it was measured
/// @param reason why the node cannot be reached, in one line; empty while it can
public record Connection(State state, int tries, Duration roundTrip, Optional<Duration> clockAhead, String reason) {
    /// The node of this process.
    public static final Connection IN_PROCESS = new Connection(State.CONNECTED, 0, Duration.ZERO, "");

    /// Before the clock of the node was measured.
    public Connection(State state, int tries, Duration roundTrip, String reason) {
        this(state, tries, roundTrip, Optional.empty(), reason);
    }

    /// The states of a connection.
    public enum State {
        CONNECTED,
        RECONNECTING,
        LOST
    }
}
