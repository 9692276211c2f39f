package gpudyno.node;

import java.time.Duration;

/// The state of the connection to a node.
///
/// @param tries attempts to reach it since it last answered
/// @param roundTrip of the last call; zero for the local node and before the first
/// @param reason why the node cannot be reached, in one line; empty while it can
public record Connection(State state, int tries, Duration roundTrip, String reason) {
    /// The node of this process.
    public static final Connection IN_PROCESS = new Connection(State.CONNECTED, 0, Duration.ZERO, "");

    /// The states of a connection.
    public enum State {
        CONNECTED,
        RECONNECTING,
        LOST
    }
}
