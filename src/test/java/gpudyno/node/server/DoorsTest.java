package gpudyno.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.Alone;
import gpudyno.node.local.LocalNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What strangers can do to a real node's listener by holding on to it.
@Alone
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoorsTest {
    private static final String EMBED = "{\"input\": \"hello\", \"model\": \"all-MiniLM-L6-v2\"}";

    private final List<Socket> held = new ArrayList<>();
    private LocalNode node;
    private NodeServer server;
    private String token;

    @BeforeAll
    void start(@TempDir Path folder) {
        node = new LocalNode(folder, "doors");
        ApiToken made = ApiToken.at(folder.resolve("token"));
        token = made.text();
        server = new NodeServer(node, made, "127.0.0.1", 0);
    }

    @AfterAll
    void stop() {
        server.close();
        node.close();
    }

    @AfterEach
    void letGo() throws IOException {
        for (Socket socket : held) {
            socket.close();
        }
        held.clear();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(60_000);
        held.add(socket);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /// The status line of what comes; empty where the connection ends without a word.
    private static String statusLine(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        for (int read = in.read(); read >= 0 && read != '\r'; read = in.read()) {
            line.append((char) read);
        }
        return line.toString();
    }

    private String ask(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            send(socket, request);
            return statusLine(socket);
        }
    }

    private String health() throws IOException {
        return ask("GET /api/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    private String embed() throws IOException {
        return ask("POST /v1/embeddings HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " + EMBED.length() + "\r\n\r\n"
                + EMBED);
    }

    @Test
    void halvesOfLargeBodiesHoldNoMoreThanTheirShareAndSmallOnesAreAnswered() throws Exception {
        byte[] half = new byte[2 << 20];
        List<Socket> senders = new ArrayList<>();
        int refused = 0;
        for (int i = 0; i < 60; i++) {
            Socket socket = connect();
            senders.add(socket);
            send(socket, "POST /v1/embeddings HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4000000\r\n\r\n");
            try {
                socket.getOutputStream().write(half);
            } catch (IOException e) {
                // The node has answered and closed before all was sent.
                refused++;
            }
            assertThat(health()).contains("200");
        }
        assertThat(embed()).contains("200");
        for (Socket socket : senders.subList(40, 60)) {
            socket.setSoTimeout(5_000);
            try {
                refused += statusLine(socket).contains("503") ? 1 : 0;
            } catch (IOException e) {
                refused++;
            }
        }
        assertThat(refused).as("60 halves of 2 MiB are more than the share of 48 MiB").isGreaterThanOrEqualTo(10);
        letGo();
        await().atMost(Duration.ofSeconds(20)).until(() -> ask("POST /v1/embeddings HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Length: 100000\r\n\r\n" + EMBED + " ".repeat(100_000 - EMBED.length())).contains("200"));
    }

    @Test
    void aBodyThatStallsAndHeadersThatDripAreCutOff() throws Exception {
        Socket body = connect();
        send(body, "POST /v1/embeddings HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{\"input\":");
        Socket headers = connect();
        send(headers, "GET /api/health HTTP/1.1\r\nHo");
        assertThat(statusLine(headers)).as("closed, or told it was too slow").matches("|HTTP/1.1 4.*");
        assertThat(statusLine(body)).matches("|HTTP/1.1 4.*");
        assertThat(embed()).contains("200");
    }

    @Test
    void aStreamThatFindsNoPlaceIsRefusedBeforeItBegins() throws Exception {
        String stream = "GET /api/frames HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nAuthorization: Bearer " + token
                + "\r\n\r\n";
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 245; i++) {
            Socket socket = connect();
            send(socket, stream);
            answers.add(statusLine(socket));
        }
        assertThat(answers.stream().filter(line -> line.contains("200"))).hasSize(240);
        assertThat(answers.stream().filter(line -> line.contains("409"))).hasSize(5);
        assertThat(health()).contains("200");
        letGo();
        await().atMost(Duration.ofSeconds(30)).until(() -> ask(stream).contains("200"));
    }

    @Test
    void whatNeverBecomesAStreamHoldsNoPlace() throws Exception {
        String rest = " /api/frames HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer " + token + "\r\nAccept: ";
        for (int i = 0; i < 250; i++) {
            assertThat(ask("POST" + rest + "text/event-stream\r\n\r\n")).contains("405");
            assertThat(ask("GET" + rest + "text/html\r\n\r\n")).contains("406");
            assertThat(ask("GET" + rest.replace("frames", "frames?after=x") + "text/event-stream\r\n\r\n")).contains("400");
        }
        assertThat(ask("GET" + rest + "text/event-stream\r\n\r\n")).contains("200");
    }
}
