package gpudyno.load;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import org.jspecify.annotations.Nullable;

/// How the certificate of an `https` server is checked.
///
/// @param insecure any certificate is accepted, whoever signed it and whatever host it names
/// @param authorities a PEM file of certificates trusted instead of the platform's; null for the platform's
public record Tls(boolean insecure, @Nullable Path authorities) {
    /// The platform's authorities.
    public static final Tls PLATFORM = new Tls(false, null);

    /// Has a client trust servers as the load does.
    ///
    /// @throws IllegalArgumentException if the file holds no certificate that can be read
    void apply(OkHttpClient.Builder client) {
        if (insecure) {
            X509TrustManager anybody = (X509TrustManager) InsecureTrustManagerFactory.INSTANCE.getTrustManagers()[0];
            client.sslSocketFactory(sockets(anybody), anybody).hostnameVerifier((_, _) -> true);
        } else if (authorities != null) {
            HandshakeCertificates.Builder trusted = new HandshakeCertificates.Builder();
            certificates().forEach(trusted::addTrustedCertificate);
            HandshakeCertificates certificates = trusted.build();
            client.sslSocketFactory(certificates.sslSocketFactory(), certificates.trustManager());
        }
    }

    private static SSLSocketFactory sockets(X509TrustManager trusting) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[]{trusting}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK speaks TLS", e);
        }
    }

    private List<X509Certificate> certificates() {
        try (InputStream file = Files.newInputStream(Objects.requireNonNull(authorities))) {
            List<X509Certificate> certificates = CertificateFactory.getInstance("X.509").generateCertificates(file).stream()
                    .map(X509Certificate.class::cast).toList();
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException("certificate file " + authorities + " holds no certificate");
            }
            return certificates;
        } catch (IOException e) {
            throw new IllegalArgumentException("certificate file " + authorities + " cannot be read", e);
        } catch (CertificateException e) {
            throw new IllegalArgumentException("certificate file " + authorities + " holds no usable PEM certificates: " + e.getMessage(),
                    e);
        }
    }

    /// @throws IllegalArgumentException if the file holds no certificate that can be read
    SslContext context() {
        SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK)
                .endpointIdentificationAlgorithm(insecure ? null : "HTTPS");
        if (insecure) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        } else if (authorities != null) {
            if (!Files.isReadable(authorities)) {
                throw new IllegalArgumentException("certificate file " + authorities + " cannot be read");
            }
            builder.trustManager(authorities.toFile());
        }
        try {
            return builder.build();
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("certificate file " + authorities + " holds no usable PEM certificates: " + e.getMessage(),
                    e);
        }
    }
}
