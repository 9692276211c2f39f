package gpudyno.node;

import java.time.Duration;

/// How a node is reached just now.
///
/// @param tries attempts to reach it since it last answered
/// @param roundTrip of the last call; zero for the local node and before the first
/// @param reason why it is not reached, one line; empty while it is
public record Connection(State state, int tries, Duration roundTrip, String reason) {
    /// The node of this process.
    public static final Connection IN_PROCESS = new Connection(State.CONNECTED, 0, Duration.ZERO, "");

    /// Where a connection stands.
    public enum State {
        CONNECTED, RECONNECTING, LOST
    }
}
