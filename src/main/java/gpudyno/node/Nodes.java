package gpudyno.node;

import java.net.URI;
import java.util.List;
import java.util.function.Consumer;

/// The nodes a console knows.
public interface Nodes extends AutoCloseable {
    /// All nodes, the local one first if there is one.
    List<Node> all();

    /// Attaches a remote node.
    ///
    /// @param token bearer token of its API; empty for a node that asks none
    Node attach(URI address, String token);

    void detach(Node node);

    /// Calls `observer` after a node was attached or detached.
    void onChange(Consumer<List<Node>> observer);

    /// Closes every node; the local one stops its engines.
    @Override
    void close();
}
