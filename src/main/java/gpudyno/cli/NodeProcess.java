package gpudyno.cli;

import gpudyno.gpu.simulated.SimulationPlan;
import gpudyno.node.local.HostName;
import gpudyno.node.local.LocalNode;
import gpudyno.node.server.AllowedOrigins;
import gpudyno.node.server.ApiToken;
import gpudyno.node.server.NodeServer;
import gpudyno.serve.backend.BackendUnavailableException;
import gpudyno.serve.backend.ModelFiles;
import gpudyno.store.DataFolder;
import gpudyno.store.StoreException;
import io.javalin.util.JavalinBindException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The local node and its listener, started and stopped together.
final class NodeProcess implements AutoCloseable {
    static final String LOOPBACK = "127.0.0.1";
    static final int PORT = 7070;

    private final LocalNode node;
    private final NodeServer server;
    private final ApiToken token;

    private NodeProcess(LocalNode node, NodeServer server, ApiToken token) {
        this.node = node;
        this.server = server;
        this.token = token;
    }

    /// @param tokenFile file of the API's token; null for the one in the data folder
    /// @param freePortOtherwise whether to take a free port if the given one is in use
    /// @param origins of pages of other sites that may use the node from a browser
    /// @throws SetupException if the node cannot start; the message is one clear line
    static NodeProcess start(String host, int port, @Nullable Path tokenFile, boolean freePortOtherwise, AllowedOrigins origins)
            throws SetupException {
        return start(host, port, tokenFile, freePortOtherwise, origins, Optional.empty());
    }

    /// Likewise.
    ///
    /// @param simulation GPUs to put in the place of this machine's
    static NodeProcess start(String host, int port, @Nullable Path tokenFile, boolean freePortOtherwise, AllowedOrigins origins,
            Optional<SimulationPlan> simulation) throws SetupException {
        return start(null, host, port, tokenFile, freePortOtherwise, origins, simulation);
    }

    /// @param taken the data folder; null for the platform's, which is taken now
    static NodeProcess start(@Nullable DataFolder taken, String host, int port, @Nullable Path tokenFile, boolean freePortOtherwise,
            AllowedOrigins origins, Optional<SimulationPlan> simulation) throws SetupException {
        LocalNode node;
        try {
            ConfigFile config = ConfigFile.in(ConfigFolder.platformDefault());
            ModelFiles model = config.model();
            node = new LocalNode(taken != null ? taken : DataFolder.open(Simulation.dataFolder(simulation.isPresent())),
                    HostName.ofThisMachine(), model,
                    simulation.map(config.gpus()::simulating).orElse(config.gpus()));
        } catch (StoreException | BackendUnavailableException | UncheckedIOException e) {
            throw new SetupException(String.valueOf(e.getMessage()), e);
        }
        try {
            ApiToken token = ApiToken.at(tokenFile == null ? node.dataFolder().path().resolve("token") : tokenFile);
            return new NodeProcess(node, listen(node, token, host, port, freePortOtherwise, origins), token);
        } catch (JavalinBindException e) {
            node.close();
            throw new SetupException("port " + port + " on " + host + " is in use; give another with --listen HOST:PORT", e);
        } catch (StoreException | UncheckedIOException e) {
            node.close();
            throw new SetupException(String.valueOf(e.getMessage()), e);
        }
    }

    private static NodeServer listen(LocalNode node, ApiToken token, String host, int port, boolean freePortOtherwise,
            AllowedOrigins origins) {
        try {
            return new NodeServer(node, token, host, port, origins);
        } catch (JavalinBindException e) {
            if (!freePortOtherwise) {
                throw e;
            }
            return new NodeServer(node, token, host, 0, origins);
        }
    }

    LocalNode node() {
        return node;
    }

    ApiToken token() {
        return token;
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        // The listener last: a session that is being stopped still loads it.
        node.stopActivity();
        server.close();
        node.close();
    }
}
