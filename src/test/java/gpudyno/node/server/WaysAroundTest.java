package gpudyno.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.node.local.LocalNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Requests that try to get past the token, or to hide a second request in the body of the first, over a raw socket.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WaysAroundTest {
    /// The node's name; only those with a token are told.
    private static final String TOLD = "kept-apart";
    private static final String HOST = "Host: 127.0.0.1\r\n";

    private LocalNode node;
    private NodeServer server;
    private Access access;

    @BeforeAll
    void start(@TempDir Path folder) {
        node = new LocalNode(folder, TOLD);
        access = Access.at(folder.resolve("token"), folder);
        server = new NodeServer(node, access, Listening.plain("127.0.0.1", 0, AllowedOrigins.NONE));
    }

    @AfterAll
    void stop() {
        server.close();
        node.close();
    }

    /// All that comes back until the node closes. It learns that nothing more is sent, so it never waits for the rest of a request.
    private String answer(String request) throws IOException {
        StringBuilder answer = new StringBuilder();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            byte[] part = new byte[8192];
            for (int read = socket.getInputStream().read(part); read >= 0; read = socket.getInputStream().read(part)) {
                answer.append(new String(part, 0, read, StandardCharsets.ISO_8859_1));
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the node neither answers nor closes: " + request.lines().findFirst().orElse(""), e);
        } catch (IOException e) {
            // Reset, because the node closed before it had read everything.
            answer.append(e.getMessage());
        }
        return answer.toString();
    }

    @Test
    void noFormOfARequestGoesAroundTheToken() throws IOException {
        String close = HOST + "Connection: close\r\n";
        for (String request : List.of("GET /api/info HTTP/1.0\r\n\r\n", "GET /api/info\r\n\r\n",
                "GET http://127.0.0.1/api/info HTTP/1.1\r\n" + close + "\r\n", "GET http:/api/info HTTP/1.1\r\n" + close + "\r\n",
                "GET http://a@127.0.0.1/api/info HTTP/1.1\r\n" + close + "\r\n",
                "GET HTTP://127.0.0.1//api/info HTTP/1.1\r\n" + close + "\r\n",
                "TRACE /api/info HTTP/1.1\r\n" + close + "\r\n", "CONNECT 127.0.0.1:1 HTTP/1.1\r\n" + close + "\r\n",
                "CONNECT /api/info HTTP/1.1\r\n" + close + "\r\n",
                "GET /api/info HTTP/1.1\r\n" + HOST
                        + "Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n",
                "GET /api/info HTTP/1.1\r\n" + HOST + "Connection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "GET /api/%c0%afinfo HTTP/1.1\r\n" + close + "\r\n",
                "GET /%c1%a1pi/info HTTP/1.1\r\n" + close + "\r\n", "GET /%e0%81%a1pi/info HTTP/1.1\r\n" + close + "\r\n",
                "GET /%2561pi/info HTTP/1.1\r\n" + close + "\r\n", "GET /%u0061pi/info HTTP/1.1\r\n" + close + "\r\n",
                "GET /" + "a/../".repeat(3_000) + "api/info HTTP/1.1\r\n" + close + "\r\n",
                "GET /api/info?" + "a".repeat(40_000) + " HTTP/1.1\r\n" + close + "\r\n",
                "GET /api/info?token=" + access.owner().text() + " HTTP/1.1\r\n" + close + "\r\n",
                "GET /api/info HTTP/1.1\r\n" + close + "Cookie: token=" + access.owner().text() + "\r\n\r\n",
                "GET /api/info HTTP/1.1\r\n" + close + "X-Forwarded-For: 127.0.0.1\r\nForwarded: for=127.0.0.1\r\n\r\n",
                "GET /api/health HTTP/1.1\r\n" + close + "X-Original-URL: /api/info\r\nX-Rewrite-URL: /api/info\r\n\r\n",
                "GET /api/health#/api/info HTTP/1.1\r\n" + close + "\r\n", "GET /api/health?/../info HTTP/1.1\r\n" + close + "\r\n",
                "GET\t/api/info\tHTTP/1.1\r\n" + close + "\r\n", "GET  /api/info  HTTP/1.1\r\n" + close + "\r\n")) {
            String shown = request.lines().findFirst().orElse("").replaceAll("(.{80}).*", "$1");
            String answer = answer(request);
            assertThat(answer).as(shown).doesNotContain(TOLD).doesNotContain(" 101 ").doesNotContain("token=");
            if (!request.contains("/api/health")) {
                assertThat(answer.lines().findFirst().orElse("")).as(shown).matches("|HTTP/1.1 [45].*|Connection reset.*|Broken pipe.*");
            }
        }
    }

    @Test
    void aReadersMethodIsTheOneInTheRequestLine() throws IOException {
        String reader = access.add("overrides", Role.READER, Optional.empty(), Optional.empty()).text();
        Object before = node.knobs().states().stream().filter(state -> state.knob().id().equals("serve.queue.limit")).findFirst()
                .orElseThrow().value();
        String body = "{\"serve.queue.limit\": 3}";
        for (String method : List.of("GET", "POST", "PUT", "HEAD", "OPTIONS", "patch", "PATCH ")) {
            String answer = answer(method + " /api/knobs?_method=PATCH HTTP/1.1\r\n" + HOST + "Connection: close\r\nAuthorization: Bearer "
                    + reader + "\r\nX-HTTP-Method-Override: PATCH\r\nX-HTTP-Method: PATCH\r\nX-Method-Override: PATCH\r\nContent-Length: "
                    + body.length() + "\r\n\r\n" + body);
            assertThat(answer).as(method).startsWith("HTTP/1.1 ");
        }
        assertThat(node.knobs().states().stream().filter(state -> state.knob().id().equals("serve.queue.limit")).findFirst().orElseThrow()
                .value()).isEqualTo(before);
    }

    /// The hidden request holds the right token, so it would be answered if the node took it for one.
    @Test
    void noRequestHidesInTheBodyOfAnother() throws IOException {
        String hidden = "GET /api/info HTTP/1.1\r\n" + HOST + "Authorization: Bearer " + access.owner().text() + "\r\n\r\n";
        assertThat(answer(hidden)).as("alone it is answered").contains(TOLD);
        String post = "POST /v1/embeddings HTTP/1.1\r\n" + HOST;
        String chunked = "Transfer-Encoding: chunked\r\n";
        String whole = "Content-Length: " + (5 + hidden.length()) + "\r\n";
        for (String head : List.of(whole + chunked + "\r\n0\r\n\r\n", chunked + whole + "\r\n0\r\n\r\n",
                "Content-Length: 0\r\n" + whole + "\r\n", whole + "Content-Length: 0\r\n\r\n", "Content-Length: 0, 5\r\n\r\n",
                "Content-Length: +0\r\n\r\n", "Content-Length: 0x0\r\n\r\n", "Content-Length: -1\r\n\r\n", "Content-Length : 0\r\n\r\n",
                "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n", "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: identity, chunked\r\n" + whole + "\r\n0\r\n\r\n", "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
                "X: a\r\n Content-Length: 0\r\n\r\n", chunked + chunked + whole + "\r\n0\r\n\r\n",
                chunked + "\r\n-1\r\n\r\n", chunked + "\r\n0x0\r\n\r\n", chunked + "\r\nfffffffffffffffff\r\n\r\n",
                chunked + "\r\n10000000000000000\r\n\r\n", chunked + "\r\n 0\r\n\r\n", chunked + "\r\nz\r\n\r\n",
                chunked + "\r\n1\r\naX0\r\n\r\n")) {
            assertThat(answer(post + head + hidden)).as(head).doesNotContain(TOLD);
        }
    }
}
