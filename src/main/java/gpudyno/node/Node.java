package gpudyno.node;

import gpudyno.model.node.NodeInfo;

/// A machine with the engine on it, local or remote: one contract for each of its capabilities. Every method may block unless it says
/// otherwise, because a remote node is reached over the network. It may be called from any thread but the JavaFX one.
///
/// Bad arguments are an IllegalArgumentException that names what was wrong and what is allowed; something that cannot be done now (a second
/// session while one runs) is an IllegalStateException; a node that cannot be reached is a [NodeUnreachableException]. In each case nothing
/// was changed, unless the message of a [NodeUnreachableException] says that this is not known.
public interface Node extends AutoCloseable {
    /// A description of the node, sent to each new listener.
    Topic<NodeInfo> INFO = new Topic<>("info", NodeInfo.class);

    NodeInfo info();

    /// The state of the connection to the node. Never blocks.
    Connection connection();

    /// The stream of frames and all other changes.
    Changes changes();

    Frames frames();

    Knobs knobs();

    Sessions sessions();

    Runs runs();

    Alerting alerting();

    CustomMeters customMeters();

    Gpus gpus();

    MemoryCare memory();

    Foresight foresight();

    Traces traces();

    Caching cache();

    Costs cost();

    Journal journal();

    Surroundings surroundings();

    @Override
    void close();
}
