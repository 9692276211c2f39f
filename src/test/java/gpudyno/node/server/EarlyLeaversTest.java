package gpudyno.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.Alone;
import gpudyno.node.local.LocalNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients that reset their connection in the middle: of a request's body, before the answer, while the answer or a stream is written.
@Alone
class EarlyLeaversTest {
    private static final String HOST = " HTTP/1.1\r\nHost: localhost\r\n";
    private static final int TIMES = 60;

    private final List<LogRecord> log = new CopyOnWriteArrayList<>();
    private final Handler keeping = new Handler() {
        @Override
        public void publish(LogRecord line) {
            log.add(line);
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    };

    private static void leave(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            // Closing then resets the connection.
            socket.setSoLinger(true, 0);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            if (request.contains("/api/frames")) {
                // The stream has begun.
                assertThat(socket.getInputStream().read()).isPositive();
            }
        }
    }

    private static String health(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(("GET /api/health" + HOST + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void areCountedInALineAndLeaveNoTrace(@TempDir Path folder) throws IOException {
        Logger.getLogger("").addHandler(keeping);
        try (LocalNode node = new LocalNode(folder, "left")) {
            ApiToken token = ApiToken.at(folder.resolve("token"));
            try (NodeServer server = new NodeServer(node, token, "127.0.0.1", 0)) {
                log.clear();
                String authorized = "Authorization: Bearer " + token.text() + "\r\n";
                for (int i = 0; i < TIMES; i++) {
                    String body = "{\"model\": \"all-MiniLM-L6-v2\", \"input\": \"leaver " + i + "\"}";
                    leave(server.port(), "POST /v1/embeddings" + HOST + "Content-Length: 5000\r\n\r\n" + body);
                    leave(server.port(), "POST /v1/embeddings" + HOST + "Content-Length: 500\r\n\r\n" + body);
                    leave(server.port(), "POST /v1/embeddings" + HOST + "Content-Length: " + body.length() + "\r\n\r\n" + body);
                    leave(server.port(), "GET /metrics" + HOST + "\r\n");
                    leave(server.port(), "GET /api/frames" + HOST + authorized + "Accept: text/event-stream\r\n\r\n");
                    leave(server.port(), "PATCH /api/knobs" + HOST + authorized + "Content-Length: 500\r\n\r\n{");
                }
                await().atMost(java.time.Duration.ofSeconds(15)).untilAsserted(() -> assertThat(log).extracting(LogRecord::getMessage)
                        .anySatisfy(line -> assertThat(line).matches("(1 client|\\d+ clients) left before .*127.0.0.1")));
                assertThat(health(server.port())).contains("200 OK");
                assertThat(log.stream().filter(line -> line.getThrown() != null)).as("stack traces").isEmpty();
                assertThat(log.stream().filter(line -> line.getMessage().contains("left before")))
                        .as("one line in ten seconds, not one each")
                        .hasSizeLessThan(TIMES / 2);
                await().atMost(java.time.Duration.ofSeconds(20)).until(() -> server.openStreams() == 0);
            }
            assertThat(log).as("an orderly stop").extracting(LogRecord::getMessage).noneMatch(line -> line.contains("cut off by the stop"));
        } finally {
            Logger.getLogger("").removeHandler(keeping);
        }
    }
}
