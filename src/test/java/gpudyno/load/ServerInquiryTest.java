package gpudyno.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import gpudyno.model.net.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server is asked about its tokens and its model as it is loaded: with the same trust in its certificate, headers and credentials.
class ServerInquiryTest {
    @TempDir
    private Path folder;
    private Path authorities;
    private HttpsServer server;
    private volatile String count = "{\"count\": 3}";
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void start() throws IOException {
        // The certificate names another host than the one that is asked.
        HeldCertificate own = new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
        authorities = Files.writeString(folder.resolve("ca.pem"), own.certificatePem());
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(new HandshakeCertificates.Builder().heldCertificate(own).build().sslContext()));
        server.createContext("/", exchange -> {
            seen.add(exchange.getRequestURI().getPath() + " " + exchange.getRequestHeaders().getFirst("X-Key") + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] answer = (exchange.getRequestURI().getPath().equals("/tokenize")
                    ? count
                    : "{\"inputs\":[{\"name\":\"q\",\"datatype\":\"BYTES\",\"shape\":[-1]}]}").getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Endpoint endpoint(String host, String path, Tls tls) {
        return new Endpoint(Address.parse("https://ada:secret@" + host + ":" + server.getAddress().getPort() + path), "POST",
                Map.of("X-Key", "schlüssel", "Content-Type", "application/json"), tls);
    }

    @Test
    void itIsTrustedAsTheLoadTrustsIt() throws IOException {
        for (Endpoint trusted : List.of(endpoint("127.0.0.1", "/v1/chat/completions", new Tls(true, null)),
                endpoint("localhost", "/v1/chat/completions", new Tls(false, authorities)))) {
            assertThat(new TokenizeEndpoint(trusted, "m", false).count("a b")).isEqualTo(3);
            assertThat(KServeModel.ask(endpoint(trusted.host(), "/v2/models/m/infer", trusted.tls())).map(KServeModel::inputs))
                    .contains(List.of(new KServeModel.Input("q", "BYTES", List.of(-1L))));
        }
        assertThat(seen).hasSize(4).allMatch(one -> one.endsWith(" Basic YWRhOnNlY3JldA=="));
        assertThat(seen.peek()).startsWith("/tokenize schl");
        Endpoint stranger = endpoint("localhost", "/v2/models/m/infer", Tls.PLATFORM);
        assertThat(KServeModel.ask(stranger)).isEqualTo(Optional.empty());
        assertThatThrownBy(() -> new TokenizeEndpoint(stranger, "m", false).count("a")).isInstanceOf(IOException.class);
        assertThat(seen).hasSize(4);
    }

    @Test
    void aCountOfTokensThatNoTextHasIsRefused() {
        TokenizeEndpoint tokens = new TokenizeEndpoint(endpoint("localhost", "/v1/completions", new Tls(false, authorities)), "m", false);
        for (String wrong : List.of("4294967299", "-1", "0", "1e300", "2.5")) {
            count = "{\"count\": " + wrong + "}";
            assertThatThrownBy(() -> tokens.count("a")).as(wrong).isInstanceOf(IOException.class).hasMessageContaining("tokens")
                    .hasMessageNotContaining("secret");
        }
    }
}
