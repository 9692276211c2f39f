package gpudyno.node;

import gpudyno.model.node.NodeInfo;

/// A machine with the engine on it, local or remote: one contract for each of its capabilities. Every method may block unless it says
/// otherwise (a remote node is a network away), and may be called from any thread but the JavaFX one.
///
/// Bad arguments are an IllegalArgumentException that names what was wrong and what is allowed; something that cannot be done now (a second
/// session while one runs) is an IllegalStateException; a node out of reach is a [NodeUnreachableException]. In each case nothing changed.
public interface Node extends AutoCloseable {
    /// What the node is, told to who begins to listen.
    Topic<NodeInfo> INFO = new Topic<>("info", NodeInfo.class);

    NodeInfo info();

    /// How the node is reached just now. Never blocks.
    Connection connection();

    /// Frames and everything else that changes, as it happens.
    Changes changes();

    Frames frames();

    Knobs knobs();

    Sessions sessions();

    Runs runs();

    Alerting alerting();

    CustomMeters customMeters();

    Journal journal();

    @Override
    void close();
}
