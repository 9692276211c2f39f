package gpudyno.cli;

import gpudyno.exposition.HeaderFile;
import gpudyno.gpu.simulated.SimulationPlan;
import gpudyno.model.cost.Prices;
import gpudyno.model.net.Address;
import gpudyno.model.net.Pairing;
import gpudyno.node.local.HostName;
import gpudyno.node.local.LocalNode;
import gpudyno.node.server.Access;
import gpudyno.node.server.AllowedOrigins;
import gpudyno.node.server.Listening;
import gpudyno.node.server.NodeCertificate;
import gpudyno.node.server.NodeServer;
import gpudyno.serve.backend.BackendUnavailableException;
import gpudyno.serve.backend.ModelFiles;
import gpudyno.store.DataFolder;
import gpudyno.store.StoreException;
import io.javalin.util.JavalinBindException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The local node and its listener, started and stopped together.
final class NodeProcess implements AutoCloseable {
    static final String LOOPBACK = "127.0.0.1";
    static final int PORT = 7070;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Map<String, String> DEMO = Map.of("site", "lab", "owner", "research");
    private final LocalNode node;
    private final NodeServer server;
    private final Access access;
    private final Listening listening;

    private NodeProcess(LocalNode node, NodeServer server, Access access, Listening listening) {
        this.node = node;
        this.server = server;
        this.access = access;
        this.listening = listening;
    }

    /// Gives the listener its address once the data folder is known, where certificates are kept.
    interface Listens {
        /// @throws StoreException if a certificate cannot be used
        Listening in(Path dataFolder);
    }

    /// @param tokenFile file of the API's token; null for the one in the data folder
    /// @param freePortOtherwise whether to take a free port if the given one is in use
    /// @param origins of pages of other sites that may use the node from a browser
    /// @throws SetupException if the node cannot start; the message is one clear line
    static NodeProcess start(String host, int port, @Nullable Path tokenFile, boolean freePortOtherwise, AllowedOrigins origins)
            throws SetupException {
        return start(null, _ -> Listening.plain(host, port, origins), tokenFile, freePortOtherwise, Optional.empty());
    }

    /// @param taken the data folder; null for the platform's, which is taken now
    /// @param simulation GPUs to put in the place of this machine's
    static NodeProcess start(@Nullable DataFolder taken, Listens listens, @Nullable Path tokenFile, boolean freePortOtherwise,
            Optional<SimulationPlan> simulation) throws SetupException {
        LocalNode node;
        try {
            ConfigFile config = ConfigFile.in(ConfigFolder.platformDefault());
            ModelFiles model = config.model();
            List<Address> targets = config.loadTargets();
            Optional<ConfigFile.RemoteWriting> receiver = config.remoteWrite();
            Optional<Prices> prices = config.prices();
            node = new LocalNode(taken != null ? taken : DataFolder.open(Simulation.dataFolder(simulation.isPresent())),
                    HostName.ofThisMachine(), model,
                    simulation.map(config.gpus()::simulating).orElse(config.gpus()));
            node.allowLoadOn(targets);
            prices.ifPresent(node::assume);
            receiver.ifPresent(to -> node.writeTo(to.receiver(), () -> to.headers() == null ? Map.of() : HeaderFile.read(to.headers())));
            node.label(simulation.isPresent() && config.labels().isEmpty() ? DEMO : config.labels());
        } catch (StoreException | BackendUnavailableException | UncheckedIOException e) {
            throw new SetupException(String.valueOf(e.getMessage()), e);
        }
        Path folder = node.dataFolder().path();
        String place = "";
        try {
            Listening at = listens.in(folder);
            place = "port " + at.port() + " on " + at.host();
            Access access = Access.at(tokenFile == null ? folder.resolve("token") : tokenFile, folder);
            return new NodeProcess(node, listen(node, access, at, freePortOtherwise), access, at);
        } catch (JavalinBindException e) {
            node.close();
            throw new SetupException(place + " is in use; give another with --listen HOST:PORT", e);
        } catch (StoreException | UncheckedIOException e) {
            node.close();
            throw new SetupException(String.valueOf(e.getMessage()), e);
        }
    }

    private static NodeServer listen(LocalNode node, Access access, Listening at, boolean freePortOtherwise) {
        try {
            return new NodeServer(node, access, at);
        } catch (JavalinBindException e) {
            if (!freePortOtherwise) {
                throw e;
            }
            return new NodeServer(node, access, at.withPort(0));
        }
    }

    /// Reads tokens and certificate again.
    void reload() {
        server.reload();
    }

    /// The address that callers connect to.
    URI address() {
        return listening.uri(server.port());
    }

    /// What attaches this node to a console.
    Pairing pairing() {
        URI here = address();
        boolean everywhere = listening.host().matches("0\\.0\\.0\\.0|[0:]+");
        URI address = everywhere ? URI.create(here.getScheme() + "://" + HostName.ofThisMachine() + ":" + server.port()) : here;
        Optional<String> fingerprint = listening.certificate().filter(NodeCertificate::selfMade).map(NodeCertificate::fingerprint);
        return new Pairing(address, fingerprint, Optional.of(access.owner().text()));
    }

    LocalNode node() {
        return node;
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        stop(PATIENCE);
    }

    /// Stops in order: new work is refused, a running session puts its knobs back and can be resumed later, requests in progress are
    /// answered, streams end with the reason.
    ///
    /// @param patience how long requests in progress may take
    synchronized void stop(Duration patience) {
        server.refuseWork();
        // The listener later: a session that is being stopped still loads it.
        node.stopActivity();
        int unanswered = server.drain(patience);
        if (unanswered > 0) {
            node.warn(unanswered + (unanswered == 1 ? " request was" : " requests were") + " not answered within "
                    + patience.toSeconds() + " s of the stop and cut off");
        }
        server.close();
        node.close();
    }
}
