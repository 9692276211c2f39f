package gpudyno.cli;

import gpudyno.node.Node;
import gpudyno.node.Nodes;
import gpudyno.node.remote.RemoteNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The node of this process and those attached to it.
final class ConsoleNodes implements Nodes {
    private final Node local;
    private final List<Node> attached = new CopyOnWriteArrayList<>();
    private final List<Consumer<List<Node>>> observers = new CopyOnWriteArrayList<>();

    ConsoleNodes(Node local) {
        this.local = local;
    }

    @Override
    public List<Node> all() {
        List<Node> all = new ArrayList<>(List.of(local));
        all.addAll(attached);
        return List.copyOf(all);
    }

    /// The node has answered once when this returns; one that does not is not attached.
    @Override
    public Node attach(URI address, String token) {
        RemoteNode node = new RemoteNode(address, token);
        try {
            node.info();
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
        attached.add(node);
        changed();
        return node;
    }

    @Override
    public void detach(Node node) {
        if (!attached.remove(node)) {
            throw new IllegalArgumentException("only an attached node can be detached");
        }
        node.close();
        changed();
    }

    private void changed() {
        observers.forEach(observer -> observer.accept(all()));
    }

    @Override
    public void onChange(Consumer<List<Node>> observer) {
        observers.add(observer);
    }

    @Override
    public void close() {
        attached.forEach(Node::close);
        local.close();
    }
}
