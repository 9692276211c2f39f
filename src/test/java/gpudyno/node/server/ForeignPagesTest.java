package gpudyno.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.node.local.LocalNode;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests as a browser or a stranger's tool puts them on the wire.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignPagesTest {
    private LocalNode node;
    private NodeServer server;

    @BeforeAll
    void start(@TempDir Path folder) {
        node = new LocalNode(folder, "test");
        server = new NodeServer(node, ApiToken.at(folder.resolve("token")), "127.0.0.1", 0);
    }

    @AfterAll
    void stop() {
        server.close();
        node.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/v1/models", "/api/health", "/api/info"})
    void aForeignHostIsRefusedOnLoopback(String path) throws IOException {
        assertThat(answer("GET " + path, "Host: rebound.example")).startsWith("HTTP/1.1 421 ");
        assertThat(answer("GET " + path, "Host: 127.0.0.1.rebound.example")).startsWith("HTTP/1.1 421 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://site.example", "https://localhost", "null", "http://localhost:1", "not an origin"})
    void aPageOfAnotherSiteIsRefused(String origin) throws IOException {
        for (String request : new String[]{"GET /metrics", "GET /v1/models", "GET /api/health", "OPTIONS /v1/embeddings"}) {
            assertThat(answer(request, "Host: localhost:" + server.port() + "\r\nOrigin: " + origin)).startsWith("HTTP/1.1 403 ")
                    .doesNotContainIgnoringCase("Access-Control-Allow-Origin");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site"})
    void aFetchOfAnotherSiteIsRefusedWithoutAnOrigin(String site) throws IOException {
        assertThat(answer("GET /metrics", "Host: localhost\r\nSec-Fetch-Site: " + site)).startsWith("HTTP/1.1 403 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:80", "127.0.0.1", "127.8.9.1:4", "[::1]:80"})
    void ownNamesAreAnswered(String host) throws IOException {
        assertThat(answer("GET /metrics", "Host: " + host + "\r\nSec-Fetch-Site: none")).startsWith("HTTP/1.1 200 ");
        assertThat(answer("GET /metrics", "Host: " + host + "\r\nOrigin: http://" + host)).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aMalformedChunkIsTheCallersFault() throws IOException {
        assertThat(answer("POST /v1/embeddings", "Host: localhost\r\nTransfer-Encoding: chunked", "zz\r\nhello\r\n"))
                .startsWith("HTTP/1.1 400 ");
    }

    private String answer(String request, String headers) throws IOException {
        return answer(request, headers, "");
    }

    private String answer(String request, String headers, String body) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((request + " HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n" + body)
                    .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
