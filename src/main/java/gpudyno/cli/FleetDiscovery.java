package gpudyno.cli;

import gpudyno.model.OneLine;
import gpudyno.model.net.Pairing;
import gpudyno.node.discovery.Discovery;
import gpudyno.node.discovery.FoundNode;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Keeps a console attached to the nodes that discoveries find, as the section `fleet:` of `gpudyno.yaml` says. While a discovery cannot be
/// asked, what was found stays.
final class FleetDiscovery implements AutoCloseable {
    private static final Logger LOG = System.getLogger("gpudyno.fleet");
    static final Duration EVERY = Duration.ofSeconds(30);
    /// A console holds a stream to each. Larger fleets are read from a Prometheus-compatible server (`fleet.prometheus`).
    static final int MOST = 200;

    private final List<Discovery> discoveries;
    private final Path tokenFile;
    private final ConsoleNodes nodes;
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("fleet-discovery").daemon().factory());
    private String told = "";

    /// @param discoveries to ask
    /// @param tokenFile the file with the token of the nodes, read again each time
    record Settings(List<Discovery> discoveries, Path tokenFile) {
        public Settings {
            discoveries = List.copyOf(discoveries);
        }
    }

    /// Asks at once, and then each [#EVERY].
    FleetDiscovery(Settings settings, ConsoleNodes nodes) {
        discoveries = settings.discoveries;
        tokenFile = settings.tokenFile;
        this.nodes = nodes;
        timer.scheduleWithFixedDelay(this::ask, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void ask() {
        try {
            String token = Files.readString(tokenFile).strip();
            List<FoundNode> found = new ArrayList<>();
            for (Discovery discovery : discoveries) {
                found.addAll(discovery.nodes());
            }
            nodes.discovered(found.stream().map(FoundNode::address).distinct().limit(MOST)
                    .map(address -> new Pairing(address, Optional.empty(), Optional.of(token))).toList());
            say(found.size() > MOST
                    ? found.size() + " nodes were found, and " + MOST + " of them attached; fleet.prometheus shows more"
                    : "");
        } catch (IOException | RuntimeException e) {
            // Asked again later; nodes that are attached stay so.
            say("The nodes of the fleet could not be asked for: " + OneLine.of(String.valueOf(e.getMessage())));
        }
    }

    /// Each line once, until another comes.
    private void say(String line) {
        if (!line.isEmpty() && !line.equals(told)) {
            LOG.log(Level.WARNING, line);
        }
        told = line;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
