package gpudyno.node.remote;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Trusts one certificate, by its fingerprint, while it is valid. Names in it do not matter: whoever has its key is the node.
final class PinnedTrust implements X509TrustManager {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final URI address;
    private final String fingerprint;
    private @Nullable String seen;

    /// @param fingerprint SHA-256, 64 lower-case hexadecimal digits
    PinnedTrust(URI address, String fingerprint) {
        this.address = address;
        this.fingerprint = fingerprint;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
        if (chain.length == 0) {
            throw new CertificateException(address + " shows no certificate");
        }
        String shown = fingerprint(chain[0]);
        seen = shown;
        if (!MessageDigest.isEqual(HexFormat.of().parseHex(shown), HexFormat.of().parseHex(fingerprint))) {
            throw new CertificateException("THE CERTIFICATE OF " + address + " HAS CHANGED: its fingerprint was " + fingerprint + " and is "
                    + shown
                    + " now. Either the node has a new certificate, or something else answers in its place. Nothing was sent to it. "
                    + "If `gpudyno node --print-pairing` prints the new fingerprint on that machine, detach the node and attach it anew");
        }
        chain[0].checkValidity();
    }

    /// The fingerprint of the certificate that a server shows; nothing is sent to it but the handshake. Empty if it does not come to one.
    static Optional<String> shownAt(URI address) {
        PinnedTrust noting = new PinnedTrust(address, "0".repeat(64));
        try (Socket plain = new Socket()) {
            int port = address.getPort() < 0 ? 443 : address.getPort();
            plain.connect(new InetSocketAddress(address.getHost().replaceAll("[\\[\\]]", ""), port), (int) PATIENCE.toMillis());
            plain.setSoTimeout((int) PATIENCE.toMillis());
            try (SSLSocket socket = (SSLSocket) noting.sockets().createSocket(plain, address.getHost(), port, true)) {
                socket.startHandshake();
            }
        } catch (SSLException _) {
            // As meant: no certificate has that fingerprint.
        } catch (IOException _) {
            return Optional.empty();
        }
        return Optional.ofNullable(noting.seen);
    }

    SSLSocketFactory sockets() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[]{this}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    private static String fingerprint(X509Certificate certificate) throws CertificateException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new CertificateException("the certificate cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
