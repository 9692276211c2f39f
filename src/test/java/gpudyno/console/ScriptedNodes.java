package gpudyno.console;

import gpudyno.model.net.Pairing;
import gpudyno.node.Node;
import gpudyno.node.NodeUnreachableException;
import gpudyno.node.Nodes;
import gpudyno.node.SharedLoads;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// A local scripted node, and others to attach by one token.
public final class ScriptedNodes implements Nodes {
    public static final String TOKEN = "right";
    private final Node own;
    private SharedLoads shared = (_, _, _) -> {
        throw new IllegalStateException("no shared load is scripted");
    };
    private Optional<LocalStart> start = Optional.empty();
    private final Map<URI, Node> elsewhere;
    private final Map<Node, URI> attached = new LinkedHashMap<>();
    private final List<Consumer<List<Node>>> observers = new CopyOnWriteArrayList<>();

    public ScriptedNodes(Node local) {
        this(local, Map.of());
    }

    /// @param elsewhere what answers at which address
    public ScriptedNodes(Node local, Map<URI, Node> elsewhere) {
        own = local;
        this.elsewhere = Map.copyOf(elsewhere);
    }

    @Override
    public synchronized List<Node> all() {
        List<Node> all = new ArrayList<>(local().stream().toList());
        all.addAll(attached.keySet());
        return List.copyOf(all);
    }

    @Override
    public synchronized Optional<Node> local() {
        return start.isPresent() ? Optional.empty() : Optional.of(own);
    }

    @Override
    public synchronized Optional<LocalStart> localStart() {
        return start;
    }

    /// From now on the local node is starting, or could not.
    public synchronized ScriptedNodes startingLocally(LocalStart how) {
        start = Optional.of(how);
        changed();
        return this;
    }

    /// The local node is there.
    public synchronized void upLocally() {
        start = Optional.empty();
        changed();
    }

    private void changed() {
        observers.forEach(observer -> observer.accept(all()));
    }

    @Override
    public synchronized Optional<URI> address(Node node) {
        return Optional.ofNullable(attached.get(node));
    }

    @Override
    public Node attach(Pairing pairing) {
        URI address = pairing.address();
        String token = pairing.token().orElse("");
        Node node = elsewhere.get(address);
        if (node == null) {
            throw new NodeUnreachableException(address + " cannot be reached: connection refused");
        }
        if (!token.equals(TOKEN)) {
            throw new NodeUnreachableException(address + " answered with status 401: the bearer token of this node is needed");
        }
        synchronized (this) {
            attached.put(node, address);
        }
        changed();
        return node;
    }

    @Override
    public void detach(Node node) {
        synchronized (this) {
            attached.remove(node);
        }
        observers.forEach(observer -> observer.accept(all()));
    }

    /// What a load on several nodes does.
    public synchronized ScriptedNodes sharing(SharedLoads how) {
        shared = how;
        return this;
    }

    @Override
    public synchronized SharedLoads sharedLoads() {
        return shared;
    }

    @Override
    public void onChange(Consumer<List<Node>> observer) {
        observers.add(observer);
    }

    @Override
    public void close() {
        // Scripted nodes hold nothing.
    }
}
