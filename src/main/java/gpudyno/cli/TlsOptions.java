package gpudyno.cli;

import gpudyno.node.server.NodeCertificate;
import gpudyno.store.StoreException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a node protects what goes over a network.
final class TlsOptions {
    @Option(names = "--tls", fallbackValue = "true", description = "Listen by TLS with a certificate that the node makes for itself and keeps in its data folder; consoles know it by the fingerprint in the pairing line.")
    private boolean tls;

    @Option(names = "--certificate", paramLabel = "FILE", description = "Listen by TLS with this certificate (PEM, its chain after it) of an authority that the callers know; needs --key. It is read again when the file changes, and on SIGHUP.")
    private @Nullable Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "The key of --certificate (PEM, PKCS #8, unencrypted).")
    private @Nullable Path key;

    @Option(names = "--insecure", fallbackValue = "true", description = "Listen on other addresses than loopback without TLS: everyone on the way can read tokens, requests and answers. For networks that protect them otherwise.")
    private boolean insecure;

    /// @throws SetupException if options do not go together
    void check() throws SetupException {
        if ((certificate == null) != (key == null)) {
            throw new SetupException("--certificate and --key go together: " + (key == null ? "--key" : "--certificate") + " is missing");
        }
        if (tls && certificate != null) {
            throw new SetupException("--tls makes a certificate and --certificate gives one; one of them is needed");
        }
        if (insecure && (tls || certificate != null)) {
            throw new SetupException("--insecure means without TLS; it does not go with --tls or --certificate");
        }
    }

    /// Whether other machines may connect.
    boolean reachesBeyondLoopback() {
        return tls || certificate != null || insecure;
    }

    /// @param dataFolder where a self-made certificate is kept
    /// @throws StoreException naming the file that cannot be used
    Optional<NodeCertificate> certificate(Path dataFolder) {
        if (certificate != null && key != null) {
            return Optional.of(NodeCertificate.of(certificate, key));
        }
        return tls ? Optional.of(NodeCertificate.selfMadeIn(dataFolder)) : Optional.empty();
    }
}
