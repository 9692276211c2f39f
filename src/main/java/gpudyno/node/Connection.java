package gpudyno.node;

/// How a node is reached.
public enum Connection {
    CONNECTED, RECONNECTING, LOST
}
