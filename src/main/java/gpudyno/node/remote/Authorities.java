package gpudyno.node.remote;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import okhttp3.tls.HandshakeCertificates;

/// Who may vouch for a node that has no pinned fingerprint: the authorities that this Java knows, and those that the operating system
/// trusts. An operator's own authority is usually installed in the system, and the Java that comes with the program knows nothing of it.
final class Authorities {
    private static final Logger LOG = System.getLogger(Authorities.class.getName());
    /// Where Debian, Fedora and Alpine keep them.
    private static final List<Path> BUNDLES = List.of(Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"), Path.of("/etc/ssl/cert.pem"));

    /// Read once, when first needed.
    private static final class OfTheSystem {
        private static final List<X509Certificate> ALL = installed();
    }

    private Authorities() {
    }

    static HandshakeCertificates ofThisMachine() {
        return with(OfTheSystem.ALL);
    }

    static HandshakeCertificates with(List<X509Certificate> further) {
        HandshakeCertificates.Builder builder = new HandshakeCertificates.Builder().addPlatformTrustedCertificates();
        further.forEach(builder::addTrustedCertificate);
        return builder.build();
    }

    private static List<X509Certificate> installed() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        try {
            if (system.startsWith("windows")) {
                return in("Windows-ROOT");
            }
            if (system.startsWith("mac")) {
                return in("KeychainStore-ROOT");
            }
            // OpenSSL's variable, by which its programs are told of other authorities too.
            Path named = Path.of(System.getenv().getOrDefault("SSL_CERT_FILE", ""));
            return Stream.concat(Stream.of(named), BUNDLES.stream()).filter(Files::isRegularFile).findFirst().map(Authorities::in)
                    .orElse(List.of());
        } catch (GeneralSecurityException | IOException e) {
            LOG.log(Level.WARNING, "The authorities that this system trusts cannot be read: " + e.getMessage());
            return List.of();
        }
    }

    private static List<X509Certificate> in(String store) throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance(store);
        keys.load(null, null);
        List<X509Certificate> all = new ArrayList<>();
        for (String name : Collections.list(keys.aliases())) {
            if (keys.getCertificate(name) instanceof X509Certificate certificate) {
                all.add(certificate);
            }
        }
        return List.copyOf(all);
    }

    /// @param bundle of certificates in PEM
    static List<X509Certificate> in(Path bundle) {
        try (InputStream pem = Files.newInputStream(bundle)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(pem).stream().map(X509Certificate.class::cast).toList();
        } catch (IOException | GeneralSecurityException e) {
            LOG.log(Level.WARNING, "The authorities in " + bundle + " cannot be read: " + e.getMessage());
            return List.of();
        }
    }
}
