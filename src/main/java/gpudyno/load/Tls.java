package gpudyno.load;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How an `https` server is trusted.
///
/// @param insecure any certificate is taken, whoever signed it and whatever host it names
/// @param authorities a PEM file of certificates trusted instead of the platform's; null for the platform's
public record Tls(boolean insecure, @Nullable Path authorities) {
    /// The platform's authorities.
    public static final Tls PLATFORM = new Tls(false, null);

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
