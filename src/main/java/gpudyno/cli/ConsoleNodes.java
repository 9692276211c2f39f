package gpudyno.cli;

import gpudyno.model.net.Address;
import gpudyno.model.net.Pairing;
import gpudyno.node.FleetServer;
import gpudyno.node.Node;
import gpudyno.node.Nodes;
import gpudyno.node.SharedLoads;
import gpudyno.node.remote.RemoteNode;
import gpudyno.node.spread.NodesLoad;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The node of this process and those attached to it, now or in an earlier start.
final class ConsoleNodes implements Nodes {
    private volatile Optional<Node> local = Optional.empty();
    private volatile Optional<LocalStart> start = Optional.of(new LocalStart(false, "The engines of this machine are starting"));
    private volatile Optional<FleetServer> fleetServer = Optional.empty();
    private final Pairings pairings;
    private final Map<URI, Node> simulated = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<URI, Node> found = Collections.synchronizedMap(new LinkedHashMap<>());
    private final List<Attached> attached = new CopyOnWriteArrayList<>();
    private final List<Consumer<List<Node>>> observers = new CopyOnWriteArrayList<>();

    private record Attached(Pairing pairing, Node node) {
        URI address() {
            return pairing.address();
        }
    }

    /// Restores the nodes that were attached before, whether they can be reached now or not. [#begin] adds the local node later.
    ///
    /// @throws SetupException if the file of attached nodes cannot be read
    ConsoleNodes(Pairings pairings) throws SetupException {
        this.pairings = pairings;
        try {
            pairings.load().forEach(pairing -> attached.add(new Attached(pairing, new RemoteNode(pairing))));
        } catch (IOException | IllegalArgumentException e) {
            throw new SetupException("the file of attached nodes, " + pairings + ", cannot be read: " + e.getMessage()
                    + "; mend it, or delete it to attach anew", e);
        }
    }

    /// Called when the local node has started.
    void begin(Node started) {
        local = Optional.of(started);
        start = Optional.empty();
        changed();
    }

    /// Reads the fleet from a server from now on.
    void readFleetFrom(FleetServer server) {
        fleetServer = Optional.of(server);
    }

    @Override
    public Optional<FleetServer> fleetServer() {
        return fleetServer;
    }

    @Override
    public SharedLoads sharedLoads() {
        return new NodesLoad();
    }

    /// Shows simulated nodes beside the local one; they are not remembered.
    void simulate(Map<URI, Node> nodes) {
        simulated.putAll(nodes);
        changed();
    }

    /// Takes the nodes that were found in the place of those found before; they are not remembered. Those that are attached already, or whose
    /// address a token must not be sent to, are left out.
    synchronized void discovered(List<Pairing> all) {
        Map<URI, Pairing> wanted = new LinkedHashMap<>();
        for (Pairing pairing : all) {
            URI address = checked(pairing.address());
            if (!isAttached(address)) {
                wanted.put(address, new Pairing(address, pairing.fingerprint(), pairing.token()));
            }
        }
        boolean changes = !found.keySet().equals(wanted.keySet());
        found.entrySet().removeIf(one -> {
            boolean gone = !wanted.containsKey(one.getKey());
            if (gone) {
                one.getValue().close();
            }
            return gone;
        });
        wanted.forEach((address, pairing) -> found.computeIfAbsent(address, _ -> new RemoteNode(pairing)));
        if (changes) {
            changed();
        }
    }

    /// Called when the local node could not start; the attached nodes stay.
    void fail(String line) {
        start = Optional.of(new LocalStart(true, line));
        changed();
    }

    @Override
    public Optional<LocalStart> localStart() {
        return start;
    }

    @Override
    public List<Node> all() {
        List<Node> all = new ArrayList<>(local.stream().toList());
        synchronized (simulated) {
            all.addAll(simulated.values());
        }
        attached.forEach(one -> all.add(one.node));
        synchronized (found) {
            all.addAll(found.values());
        }
        return List.copyOf(all);
    }

    @Override
    public Optional<Node> local() {
        return local;
    }

    @Override
    public Optional<URI> address(Node node) {
        return address(simulated, node).or(() -> address(found, node))
                .or(() -> attached.stream().filter(one -> one.node.equals(node)).map(Attached::address).findFirst());
    }

    private static Optional<URI> address(Map<URI, Node> nodes, Node node) {
        synchronized (nodes) {
            return nodes.entrySet().stream().filter(one -> one.getValue().equals(node)).map(Map.Entry::getKey).findFirst();
        }
    }

    @Override
    public synchronized Node attach(Pairing wanted) {
        URI checked = checked(wanted.address());
        if (isAttached(checked)) {
            throw new IllegalArgumentException(checked + " is attached already");
        }
        Pairing pairing = new Pairing(checked, wanted.fingerprint(), wanted.token());
        RemoteNode node = new RemoteNode(pairing);
        try {
            node.info();
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
        attached.add(new Attached(pairing, node));
        try {
            remember();
        } finally {
            changed();
        }
        return node;
    }

    boolean isAttached(URI address) {
        return attached.stream().anyMatch(one -> one.address().equals(address));
    }

    /// A token must not be sent unencrypted over a network.
    private static URI checked(URI address) {
        String scheme = String.valueOf(address.getScheme());
        String host = address.getHost();
        if (host == null || !scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("'" + address + "' is no node's address; one looks like https://gpu-box:7070");
        }
        boolean here = Address.isThisMachine(host);
        if (scheme.equals("http") && !here) {
            throw new IllegalArgumentException("http:// would send the token readable to " + host
                    + "; only this machine is reached by it, others by https://");
        }
        return URI.create(scheme + "://" + host + (address.getPort() < 0 ? "" : ":" + address.getPort()));
    }

    @Override
    public synchronized void detach(Node node) {
        if (simulated.values().remove(node) || found.values().remove(node)) {
            node.close();
            changed();
            return;
        }
        Attached gone = attached.stream().filter(one -> one.node.equals(node)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("only an attached node can be detached"));
        attached.remove(gone);
        node.close();
        try {
            remember();
        } finally {
            changed();
        }
    }

    private void remember() {
        try {
            pairings.save(attached.stream().map(Attached::pairing).toList());
        } catch (IOException e) {
            throw new UncheckedIOException("this counts until the program ends, but " + pairings + " cannot be written: "
                    + e.getMessage(), e);
        }
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
        attached.forEach(one -> one.node.close());
        synchronized (found) {
            found.values().forEach(Node::close);
        }
        local.ifPresent(Node::close);
    }
}
