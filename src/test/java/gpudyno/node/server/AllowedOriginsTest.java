package gpudyno.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.node.local.LocalNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pages of other sites that a node's operator listed, as a browser asks for them; on loopback and on every address.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AllowedOriginsTest {
    private static final String LISTED = "https://bench.example";

    private LocalNode node;
    private NodeServer server;
    private NodeServer everywhere;
    private String token;

    @BeforeAll
    void start(@TempDir Path folder) {
        node = new LocalNode(folder, "test");
        ApiToken made = ApiToken.at(folder.resolve("token"));
        token = made.text();
        AllowedOrigins origins = AllowedOrigins.of(List.of("HTTPS://Bench.Example:443/", "http://localhost:3000"));
        server = new NodeServer(node, made, "127.0.0.1", 0, origins);
        everywhere = new NodeServer(node, made, "0.0.0.0", 0, origins);
    }

    @AfterAll
    void stop() {
        everywhere.close();
        server.close();
        node.close();
    }

    private static String ask(NodeServer at, String request, String headers, String body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), at.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((request + " HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\nContent-Length: "
                    + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String ask(String request, String headers) throws IOException {
        return ask(server, request, "Host: localhost\r\n" + headers, "");
    }

    @Test
    void aListedPageIsAnsweredAndToldSo() throws IOException {
        String body = "{\"model\": \"all-MiniLM-L6-v2\", \"input\": \"a\"}";
        assertThat(ask(server, "POST /v1/embeddings", "Host: localhost\r\nSec-Fetch-Site: cross-site\r\nOrigin: " + LISTED, body))
                .startsWith("HTTP/1.1 200 ").contains("Access-Control-Allow-Origin: " + LISTED, "Vary: Origin", "embedding")
                .doesNotContain("Access-Control-Allow-Credentials");
        assertThat(ask("GET /api/info", "Origin: http://localhost:3000\r\nAuthorization: Bearer " + token)).startsWith("HTTP/1.1 200 ")
                .contains("Access-Control-Allow-Origin: http://localhost:3000");
    }

    @Test
    void aRefusalReachesTheListedPageThatCausedIt() throws IOException {
        assertThat(ask("GET /api/info", "Origin: " + LISTED)).startsWith("HTTP/1.1 401 ")
                .contains("Access-Control-Allow-Origin: " + LISTED);
        assertThat(ask("GET /api/nothing", "Origin: " + LISTED + "\r\nAuthorization: Bearer " + token)).startsWith("HTTP/1.1 404 ")
                .contains("Access-Control-Allow-Origin: " + LISTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/embeddings", "/api/knobs", "/api/frames"})
    void aPreflightOfAListedPageNeedsNoTokenAndDoesNothing(String path) throws IOException {
        assertThat(ask("OPTIONS " + path, "Origin: " + LISTED + "\r\nAccess-Control-Request-Method: PATCH\r\n"
                + "Access-Control-Request-Headers: authorization, content-type, x-stainless-lang\r\nAccess-Control-Request-Private-Network: true"))
                .startsWith("HTTP/1.1 204 ").contains("Access-Control-Allow-Origin: " + LISTED,
                        "Access-Control-Allow-Methods: GET, HEAD, POST, PUT, PATCH",
                        "Access-Control-Allow-Headers: authorization, content-type, x-stainless-lang", "Access-Control-Max-Age: 600",
                        "Access-Control-Allow-Private-Network: true", "Vary: Origin");
        assertThat(ask("OPTIONS " + path, "Origin: " + LISTED + "\r\nAccess-Control-Request-Method: GET\r\n"
                + "Access-Control-Request-Headers: a b<c>")).startsWith("HTTP/1.1 204 ").doesNotContain("Access-Control-Allow-Headers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://bench.example", "https://bench.example:8443", "https://evil.bench.example",
        "https://bench.example.evil",
        "https://bench.example/", "HTTPS://BENCH.EXAMPLE", "null", "http://localhost:3001", "*"})
    void anyOtherPageIsRefusedAndTheListIsNamed(String origin) throws IOException {
        for (String request : new String[]{"GET /metrics", "OPTIONS /v1/embeddings"}) {
            assertThat(ask(request, "Origin: " + origin + "\r\nAccess-Control-Request-Method: POST")).startsWith("HTTP/1.1 403 ")
                    .contains(LISTED, "http://localhost:3000", "--allow-origin").doesNotContain("Access-Control-Allow")
                    .contains("Vary: Origin");
        }
    }

    @Test
    void aFetchThatNamesNoOriginIsStillRefused() throws IOException {
        assertThat(ask("GET /metrics", "Sec-Fetch-Site: cross-site")).startsWith("HTTP/1.1 403 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.7", "192.0.2.7:7070", "[2001:db8::1]:7070", "localhost", "127.0.0.1:1", "bench.example",
        "BENCH.example"})
    void onEveryAddressANodeAnswersToAddressesAndListedHosts(String host) throws IOException {
        assertThat(ask(everywhere, "GET /api/health", "Host: " + host, "")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void onEveryAddressANodeAnswersToItsMachinesName() throws IOException {
        assertThat(ask(everywhere, "GET /api/health", "Host: " + InetAddress.getLocalHost().getHostName() + ":7070", ""))
                .startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rebound.example", "192.0.2.7.rebound.example", "rebound.example:7070", "bench.example:7070",
        "evil.bench.example", "1.2.3.4.5"})
    void onEveryAddressANameThatWasMadeToPointHereIsRefused(String host) throws IOException {
        assertThat(ask(everywhere, "GET /metrics", "Host: " + host, "")).startsWith("HTTP/1.1 421 ").contains("listed origins");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "null", "bench.example", "ftp://bench.example", "https://", "https://bench.example/page",
        "https://user@bench.example", "https://bench.example?a", "https://bench.example:99999", "https://a b"})
    void whatIsNoOriginIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> AllowedOrigins.of(List.of(text))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is no origin").hasMessageContaining("https://bench.example");
    }
}
