package gpudyno.node.server;

import java.net.URI;
import java.util.Optional;

/// Where and how a node listens.
///
/// @param host an address of this machine, without brackets
/// @param port 0 for any free one
/// @param certificate for TLS; empty for none
/// @param origins of pages of other sites that may use the node from a browser
public record Listening(String host, int port, Optional<NodeCertificate> certificate, AllowedOrigins origins) {
    /// Without TLS.
    public static Listening plain(String host, int port, AllowedOrigins origins) {
        return new Listening(host, port, Optional.empty(), origins);
    }

    public Listening withPort(int other) {
        return new Listening(host, other, certificate, origins);
    }

    /// The address that a caller connects to.
    ///
    /// @param actualPort the port that the listener has taken
    public URI uri(int actualPort) {
        return URI.create((certificate.isPresent() ? "https://" : "http://") + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + actualPort);
    }
}
