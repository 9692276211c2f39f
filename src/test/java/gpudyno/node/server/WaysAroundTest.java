package gpudyno.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import gpudyno.node.local.LocalNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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
                "GET /api;a=b/info HTTP/1.1\r\n" + close + "\r\n", "GET /api/./info HTTP/1.1\r\n" + close + "\r\n",
                "GET /./api/info HTTP/1.1\r\n" + close + "\r\n", "GET /API/INFO HTTP/1.1\r\n" + close + "\r\n",
                "GET /api/info/ HTTP/1.1\r\n" + close + "\r\n", "GET /api\\info HTTP/1.1\r\n" + close + "\r\n",
                "GET /api/info%20 HTTP/1.1\r\n" + close + "\r\n", "GET /v1/../api/info HTTP/1.1\r\n" + close + "\r\n",
                "GET /metrics/..%2fapi/info HTTP/1.1\r\n" + close + "\r\n",
                "GET /api/info HTTP/1.1\r\n" + close + "Authorization: Bearer null\r\n\r\n",
                "GET /api/info HTTP/1.1\r\n" + close + "Authorization: Basic " + access.owner().text() + "\r\n\r\n",
                "GET /api/info HTTP/1.1\r\n" + close + "Proxy-Authorization: Bearer " + access.owner().text() + "\r\n\r\n",
                "GET /api/info HTTP/1.1\r\n" + close
                        + "Transfer-Encoding: chunked\r\nTrailer: Authorization\r\n\r\n0\r\nAuthorization: Bearer "
                        + access.owner().text() + "\r\n\r\n",
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

    /// Announced ones are refused before a byte of the body; in chunks the node has taken little more than it allows.
    @Test
    void aBodyOf100MegabytesIsRefusedEarlyWithASentence() throws Exception {
        for (String line : List.of("POST /v1/embeddings", "POST /api/loads", "PATCH /api/knobs", "POST /api/meters")) {
            String head = line + " HTTP/1.1\r\n" + HOST + "Authorization: Bearer " + access.owner().text()
                    + "\r\nContent-Type: application/json\r\n";
            String announced = answer(head + "Content-Length: 100000000\r\n\r\n");
            assertThat(announced).as(line).startsWith("HTTP/1.1 413 ").contains("larger than the 4 MiB");
            Sent chunked = sendInChunks(head + "Transfer-Encoding: chunked\r\n\r\n", 100_000_000);
            assertThat(chunked.answer).as(line + " in chunks").startsWith("HTTP/1.1 413 ").contains("larger than the 4 MiB");
            assertThat(chunked.bytes).as(line + " in chunks").isBetween(4L << 20, 24L << 20);
        }
        assertThat(answer("GET /api/info HTTP/1.1\r\n" + HOST + "Connection: close\r\nAuthorization: Bearer " + access.owner().text()
                + "\r\n\r\n")).contains(TOLD);
    }

    /// @param bytes of the body that could be sent; buffers of both sides are in it
    private record Sent(long bytes, String answer) {}

    /// Sends until all is sent or the node closes.
    private Sent sendInChunks(String head, long most) throws Exception {
        byte[] chunk = ("10000\r\n" + " ".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                ExecutorService reading = Executors.newVirtualThreadPerTaskExecutor()) {
            socket.setSoTimeout(30_000);
            Future<String> answer = reading.submit(() -> {
                StringBuilder text = new StringBuilder();
                try {
                    for (int read = socket.getInputStream().read(); read >= 0; read = socket.getInputStream().read()) {
                        text.append((char) read);
                    }
                } catch (IOException e) {
                    // Reset, because the node closed before it had read everything.
                    text.append(e.getMessage());
                }
                return text.toString();
            });
            long sent = 0;
            try {
                socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
                while (sent < most) {
                    socket.getOutputStream().write(chunk);
                    sent += 0x10000;
                }
                socket.shutdownOutput();
            } catch (IOException _) {
                // The node has closed, which the answer explains.
            }
            return new Sent(sent, answer.get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void noLineBreakOfARequestBecomesAHeaderOfAnother() throws Exception {
        List<String> reached = new CopyOnWriteArrayList<>();
        HttpServer target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        target.createContext("/", exchange -> {
            reached.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + exchange.getRequestHeaders().keySet());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        target.start();
        try {
            String address = "http://127.0.0.1:" + target.getAddress().getPort();
            String broken = "x\\r\\nX-Injected: yes\\r\\n\\r\\nGET /injected HTTP/1.1\\r\\nHost: a";
            for (String fields : List.of("\"address\": \"" + address + "\", \"api\": \"openai-chat\", \"model\": \"" + broken + "\"",
                    "\"address\": \"" + address + "\", \"api\": \"kserve\", \"model\": \"" + broken + "\"",
                    "\"address\": \"" + address + "/" + broken + "\", \"api\": \"http\"",
                    "\"address\": \"" + address + "/a%0d%0aX-Injected:%20yes\", \"api\": \"http\"",
                    "\"address\": \"" + address + "\", \"api\": \"http-post\", \"body\": \"" + broken + "\"")) {
                String body = "{\"scenario\": {\"scenario\": \"constant\", \"rate\": 20, \"duration\": \"PT0.2S\"}, \"slo\": \"\", "
                        + "\"warmup\": \"PT0S\", \"target\": {" + fields + "}}";
                String told = answer("POST /api/loads HTTP/1.1\r\n" + HOST + "Connection: close\r\nAuthorization: Bearer "
                        + access.owner().text() + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                assertThat(told).as(fields).matches("(?s)HTTP/1.1 (201|400) .*");
                await().atMost(Duration.ofSeconds(20)).until(() -> node.runs().list().stream().allMatch(run -> run.ended() != null));
            }
        } finally {
            target.stop(0);
        }
        assertThat(reached).isNotEmpty().noneMatch(one -> one.contains("X-injected") || one.contains("/injected"));
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
