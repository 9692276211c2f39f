package gpudyno.node.server;

import gpudyno.model.net.Address;
import io.javalin.config.JavalinConfig;
import java.net.URI;
import java.security.KeyStore;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/// The sockets that a node listens on. One that other machines or TLS clients connect to has a plain one on loopback beside it, at a free
/// port: sessions and load runs of this machine send their load there, and a second start finds the first.
final class Listeners {
    private static final String LOOPBACK = "127.0.0.1";

    private final Listening at;
    private @Nullable ServerConnector main;
    private @Nullable ServerConnector own;
    private SslContextFactory.@Nullable Server tls;

    Listeners(Listening at) {
        this.at = at;
    }

    void addTo(JavalinConfig config) {
        config.jetty.addConnector((server, http) -> {
            main = at.certificate().isPresent()
                    ? secure(server, http, at.certificate().get())
                    : new ServerConnector(server,
                            new HttpConnectionFactory(http));
            main.setHost(at.host());
            main.setPort(at.port());
            return main;
        });
        if (at.certificate().isPresent() || !Address.isThisMachine(at.host())) {
            config.jetty.addConnector((server, http) -> {
                own = new ServerConnector(server, new HttpConnectionFactory(http));
                own.setHost(LOOPBACK);
                return own;
            });
        }
    }

    private ServerConnector secure(Server server, HttpConfiguration http, NodeCertificate certificate) {
        SslContextFactory.Server made = new SslContextFactory.Server();
        use(made, certificate);
        made.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        made.setRenegotiationAllowed(false);
        tls = made;
        HttpConfiguration secured = new HttpConfiguration(http);
        // A node is attached by address or by any name of its machine; its fingerprint proves it.
        secured.addCustomizer(new SecureRequestCustomizer(false));
        HttpConnectionFactory next = new HttpConnectionFactory(secured);
        return new ServerConnector(server, new SslConnectionFactory(made, next.getProtocol()), next);
    }

    private static void use(SslContextFactory factory, NodeCertificate certificate) {
        KeyStore keys = certificate.keyStore();
        factory.setKeyStore(keys);
        factory.setKeyStorePassword("");
    }

    /// Uses another certificate for connections from now on.
    ///
    /// @throws Exception if the TLS engine refuses it; the one before stays
    void renew(NodeCertificate certificate) throws Exception {
        if (tls != null) {
            tls.reload(factory -> use(factory, certificate));
        }
    }

    /// The port that callers connect to.
    int port() {
        return actual(main);
    }

    /// The address of the plain listener on loopback.
    URI own() {
        return own == null ? at.uri(actual(main)) : URI.create("http://" + LOOPBACK + ":" + actual(own));
    }

    private static int actual(@Nullable ServerConnector connector) {
        if (connector == null) {
            throw new IllegalStateException("the listener has not started");
        }
        return connector.getLocalPort();
    }
}
