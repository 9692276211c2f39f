package gpudyno.node;

import gpudyno.model.net.Pairing;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The nodes a console knows.
public interface Nodes extends AutoCloseable {
    /// All nodes, the local one first if there is one.
    List<Node> all();

    /// The node in the console's own process, which ends with it; empty where there is none (yet).
    Optional<Node> local();

    /// The start of the node in the console's own process.
    ///
    /// @param failed whether the start has failed
    /// @param line for people
    record LocalStart(boolean failed, String line) {}

    /// Why the node in the console's own process is missing: it is still starting, or it failed to start. Empty once it runs. Never blocks.
    Optional<LocalStart> localStart();

    /// The address of an attached node, even while it cannot be reached; empty for the local one.
    Optional<URI> address(Node node);

    /// Attaches a remote node. The node has answered once when this returns. May block.
    ///
    /// @throws IllegalArgumentException if the address is none, or is attached already
    /// @throws UntrustedCertificateException if no fingerprint is told and no known authority vouches for the node's certificate
    /// @throws NodeUnreachableException if the node does not answer, refuses the token, or has another fingerprint; nothing is attached then
    Node attach(Pairing pairing);

    /// Attaches a node on this machine, or one with a certificate of a known authority.
    ///
    /// @param address such as `http://127.0.0.1:7070`
    /// @param token bearer token of its API; empty for a node that needs none
    default Node attach(URI address, String token) {
        return attach(Pairing.of(address, token));
    }

    void detach(Node node);

    /// A server that holds the frames of more nodes than these; empty where none is configured.
    default Optional<FleetServer> fleetServer() {
        return Optional.empty();
    }

    /// Loads that several of these nodes send together.
    SharedLoads sharedLoads();

    /// Calls `observer` after the local node has started or failed to start, and after a node was attached or detached.
    void onChange(Consumer<List<Node>> observer);

    /// Closes every node; the local one stops its engines.
    @Override
    void close();
}
