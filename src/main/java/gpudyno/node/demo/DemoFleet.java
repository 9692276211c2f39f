package gpudyno.node.demo;

import gpudyno.node.Node;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Eleven simulated nodes, two of which cannot be reached as they should, on one clock.
public final class DemoFleet implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("gpudyno.demo");
    private final List<DemoNode> nodes;
    private final Thread clock;

    /// Simulates the last quarter of an hour of all of them, which takes a second or two, and goes on from there.
    ///
    /// @param folder where their alert rules are kept once somebody changes them
    public DemoFleet(Path folder) {
        this(folder, Duration.ofMinutes(15));
    }

    /// The same with less of the past recorded.
    DemoFleet(Path folder, Duration past) {
        Instant now = Instant.now();
        nodes = DemoMachine.all().stream().parallel().map(machine -> new DemoNode(machine, folder, now, past)).toList();
        clock = Thread.ofPlatform().name("demo-clock").daemon().start(() -> {
            try {
                tick();
            } catch (InterruptedException e) {
                // Closed.
                Thread.currentThread().interrupt();
            }
        });
    }

    /// On whole seconds, as frames of real nodes close.
    private void tick() throws InterruptedException {
        while (true) {
            Thread.sleep(Math.max(1, 1000 - System.currentTimeMillis() % 1000));
            Instant start = Instant.now().minusSeconds(1);
            for (DemoNode node : nodes) {
                try {
                    node.pass(start);
                } catch (RuntimeException e) {
                    LOG.log(System.Logger.Level.WARNING, "A second of the simulated node " + node.name() + " was lost", e);
                }
            }
        }
    }

    /// The nodes by the addresses that they are shown under; nothing listens there.
    public Map<URI, Node> nodes() {
        Map<URI, Node> byAddress = new LinkedHashMap<>();
        nodes.forEach(node -> byAddress.put(URI.create("https://" + node.name() + ".demo:7070"), node));
        return byAddress;
    }

    @Override
    public void close() {
        clock.interrupt();
        nodes.forEach(DemoNode::close);
    }
}
