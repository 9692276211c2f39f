package gpudyno.cli;

import gpudyno.node.Node;
import gpudyno.node.NodeUnreachableException;
import gpudyno.node.Nodes;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;

/// The node of this process alone.
final class LocalNodes implements Nodes {
    private final Node local;

    LocalNodes(Node local) {
        this.local = local;
    }

    @Override
    public List<Node> all() {
        return List.of(local);
    }

    @Override
    public Node attach(URI address, String token) {
        throw new NodeUnreachableException("this version cannot attach " + address + " yet; run the console beside the node");
    }

    @Override
    public void detach(Node node) {
        throw new IllegalArgumentException("the local node cannot be detached");
    }

    @Override
    public void onChange(Consumer<List<Node>> observer) {
        // One node, for good.
    }

    @Override
    public void close() {
        local.close();
    }
}
