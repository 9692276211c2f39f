package gpudyno.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpudyno.node.local.LocalNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Every route of a real node, over real HTTP, with what no honest client sends: the answer is one, or a refusal in the route's own form that
/// names what was wrong; never a fault of the node, never a trace, never late.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileRequestsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LATEST = Duration.ofSeconds(10);
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW");

    private final Map<String, HostileRoutes.Example> routes = HostileRoutes.all();
    private final Map<String, int[]> tally = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();
    private final List<String> logged = new ArrayList<>();
    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.SEVERE.intValue() || line.getThrown() != null) {
                logged.add(line.getLoggerName() + ": " + line.getMessage() + " " + line.getThrown());
            }
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    };
    private LocalNode node;
    private NodeServer server;
    private String token;
    private @Nullable Socket connection;

    @BeforeAll
    void start(@TempDir Path folder) {
        node = new LocalNode(folder, "hostile");
        ApiToken made = ApiToken.at(folder.resolve("token"));
        token = made.text();
        server = new NodeServer(node, made, "127.0.0.1", 0);
        Logger.getLogger("").addHandler(log);
    }

    @AfterAll
    void stop() throws IOException {
        Logger.getLogger("").removeHandler(log);
        drop();
        node.stopActivity();
        server.close();
        node.close();
    }

    @AfterEach
    void everyRefusalHeldAndTheNodeIsWhole() throws IOException {
        List<String> found = List.copyOf(failures);
        failures.clear();
        List<String> lines = List.copyOf(logged);
        logged.clear();
        tally.forEach((kind, counts) -> System.out.printf("%-22s %6d tried %6d held%n", kind, counts[0], counts[1]));
        tally.clear();
        assertThat(found).as(found.size() + " not held").isEmpty();
        assertThat(lines).as("faults and traces in the log").isEmpty();
        assertThat(ask("GET", "/api/health", new byte[0]).status).isEqualTo(200);
        // A node that has just begun has closed no frame yet.
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(ask("GET", "/api/readiness", new byte[0]).body)
                .contains("\"DASHBOARD\",\"state\":\"WORKING\"", "\"ALERTING\",\"state\":\"WORKING\""));
    }

    /// @param status 0 where the connection ended without an answer
    private record Answer(int status, String type, String body) {}

    private void drop() throws IOException {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    private Answer ask(String method, String target, byte[] body) throws IOException {
        boolean kept = connection != null;
        Answer answer = once(method, target, body);
        // A connection that was kept may have been closed after the answer before.
        return answer.status == 0 && kept ? once(method, target, body) : answer;
    }

    private Answer once(String method, String target, byte[] body) throws IOException {
        return raw((method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\nContent-Length: "
                + body.length + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1), body);
    }

    /// Sends bytes as they are, over a connection that is kept while it can be.
    private Answer raw(byte[] head, byte[] body) throws IOException {
        return raw(head, body, false);
    }

    /// @param whole whether nothing more will be sent
    private Answer raw(byte[] head, byte[] body, boolean whole) throws IOException {
        Socket socket = connection;
        if (socket == null) {
            socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) LATEST.toMillis());
            connection = socket;
        }
        try {
            socket.getOutputStream().write(head);
            socket.getOutputStream().write(body);
            if (whole) {
                socket.shutdownOutput();
            }
        } catch (IOException e) {
            // Answered and closed before all was sent.
            Answer early = answer(socket.getInputStream(), "");
            drop();
            return early;
        }
        return answer(socket.getInputStream(), new String(head, StandardCharsets.ISO_8859_1).startsWith("HEAD ") ? "HEAD" : "");
    }

    private Answer answer(InputStream in, String method) throws IOException {
        String status;
        try {
            status = line(in);
        } catch (java.net.SocketException e) {
            status = "";
        }
        if (status.isEmpty()) {
            drop();
            return new Answer(0, "", "");
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        int code = Integer.parseInt(status.split(" ")[1]);
        byte[] body = method.equals("HEAD") || code == 204 ? new byte[0] : body(in, headers);
        if ("close".equalsIgnoreCase(headers.get("Connection"))) {
            drop();
        }
        return new Answer(code, headers.getOrDefault("Content-Type", ""), new String(body, StandardCharsets.UTF_8));
    }

    private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
        String length = headers.get("Content-Length");
        if (length != null) {
            return in.readNBytes(Integer.parseInt(length));
        }
        if (!headers.containsKey("Transfer-Encoding")) {
            return "close".equalsIgnoreCase(headers.get("Connection")) ? in.readAllBytes() : new byte[0];
        }
        java.io.ByteArrayOutputStream whole = new java.io.ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
            whole.write(in.readNBytes(size));
            line(in);
        }
        line(in);
        return whole.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int read = in.read(); read >= 0 && read != '\n'; read = in.read()) {
            if (read != '\r') {
                line.append((char) read);
            }
        }
        return line.toString();
    }

    /// Words one of which a refusal must hold, to say what was wrong.
    private static List<String> names(HostileBodies.Bad bad) {
        if (bad.field() == null) {
            return List.of("");
        }
        List<String> names = new ArrayList<>(List.of(bad.field(), "null", "missing", "needed", "expression", "no rule", "no alert",
                "no meter", "no device", "samples"));
        // A field that is missing has no value to name.
        if (!bad.value().isEmpty()) {
            names.add(shortened(bad.value()));
        }
        return names;
    }

    /// Judges one answer, and ends what it may have started.
    private void judge(String kind, String what, String path, List<String> names, Answer answer, long nanos) {
        int[] counts = tally.computeIfAbsent(kind, _ -> new int[2]);
        counts[0]++;
        String wrong = wrong(path, answer);
        if (wrong.isEmpty() && answer.status == 400 && names.stream()
                .noneMatch(name -> words(answer.body).contains(words(name)) && (!words(name).isEmpty() || name.isEmpty()))) {
            wrong = "names none of " + names;
        }
        if (wrong.isEmpty() && nanos > LATEST.toNanos()) {
            wrong = "took " + nanos / 1_000_000 + " ms";
        }
        if (wrong.isEmpty()) {
            counts[1]++;
        } else {
            String shown = answer.body.length() > 300 ? answer.body.substring(0, 300) : answer.body;
            failures.add(kind + ": " + what + " -> " + answer.status + " " + shown + ": " + wrong);
        }
        if (answer.status == 201 && (path.equals("/api/loads") || path.equals("/api/sessions"))) {
            node.stopActivity();
        }
    }

    private static String wrong(String path, Answer answer) {
        if (answer.status >= 200 && answer.status < 300) {
            return "";
        }
        if (answer.status < 400 || answer.status >= 500 && answer.status != 501 && answer.status != 505) {
            return "no refusal";
        }
        if (answer.body.contains("\tat ") || answer.body.contains("Exception") || answer.body.contains("gpudyno.")
                || answer.body.contains("java.")) {
            return "shows the program's inside";
        }
        JsonNode document;
        try {
            document = JSON.readTree(answer.body);
        } catch (IOException e) {
            return "not JSON";
        }
        boolean openAi = path.startsWith("/v1");
        String detail = openAi ? document.at("/error/message").asText() : document.path("detail").asText();
        if (openAi
                ? !answer.type.startsWith("application/json") || !document.path("error").has("type")
                : !answer.type.startsWith("application/problem+json") || document.path("status").asInt() != answer.status
                        || document.path("title").asText().isBlank()) {
            return "not in the form of its route";
        }
        if (detail.isBlank() || detail.equals("null") || detail.length() > 1200) {
            return "says nothing";
        }
        return "";
    }

    /// Letters and digits alone: "distinct prompts" names `distinctPrompts`.
    private static String words(String text) {
        return text.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private void tryBody(String route, String target, HostileBodies.Bad bad) {
        String method = route.substring(0, route.indexOf(' '));
        String path = route.substring(route.indexOf(' ') + 1);
        try {
            long begun = System.nanoTime();
            Answer answer = ask(method, target, bad.body());
            String shown = route + " " + bad.field() + " "
                    + new String(bad.body(), 0, Math.min(700, bad.body().length), StandardCharsets.UTF_8);
            List<String> names = names(bad);
            judge(bad.kind(), shown, path, names, answer, System.nanoTime() - begun);
            if (bad.must() && answer.status < 400) {
                failures.add(bad.kind() + ": " + shown + " -> " + answer.status + ": was taken");
            }
        } catch (IOException e) {
            failures.add(bad.kind() + ": " + route + " " + e);
        }
    }

    private static String shortened(String value) {
        return value.substring(0, Math.min(30, value.length()));
    }

    private void tryTarget(String kind, String route, String target, String named) throws IOException {
        long begun = System.nanoTime();
        String method = route.substring(0, route.indexOf(' '));
        List<String> bodies = java.util.Objects.requireNonNull(routes.get(route)).bodies();
        Answer answer = ask(method, target, HostileBodies.utf8(bodies.isEmpty() ? "" : bodies.getFirst()));
        judge(kind, method + " " + (target.length() > 200 ? target.substring(0, 200) : target), route.substring(route.indexOf(' ') + 1),
                List.of(named, named.equals("to") ? "no run" : named), answer, System.nanoTime() - begun);
    }

    private static String target(String route, HostileRoutes.Example example) {
        String path = route.substring(route.indexOf(' ') + 1).replace("{id}", "1");
        return example.query().isEmpty() ? path : path + "?" + example.query();
    }

    @Test
    void everyRouteOfTheNodeIsTried() {
        assertThat(routes.keySet()).as("a new route needs a good request in HostileRoutes")
                .isEqualTo(java.util.Set.copyOf(server.routes()));
    }

    @Test
    void theGoodRequestsAreGood() throws IOException {
        List<String> refused = new ArrayList<>();
        for (Map.Entry<String, HostileRoutes.Example> route : routes.entrySet()) {
            String method = route.getKey().substring(0, route.getKey().indexOf(' '));
            List<String> bodies = route.getValue().bodies().isEmpty() ? List.of("") : route.getValue().bodies();
            for (String body : bodies) {
                Answer answer = ask(method, target(route.getKey(), route.getValue()), HostileBodies.utf8(body));
                boolean needsWhatIsNotThere = route.getKey().contains("{id}") || route.getKey().endsWith("/actions")
                        || route.getKey().equals("GET /api/frames") || route.getKey().startsWith("POST /api/tokens")
                        || route.getKey().endsWith("/remove") || route.getKey().endsWith("/gpus/reset")
                        || route.getKey().endsWith("/processes/end") || route.getKey().endsWith("/anomalies/course")
                        || route.getKey().endsWith("/completions");
                if (answer.status / 100 != 2 && !needsWhatIsNotThere) {
                    refused.add(route.getKey() + " " + body + " -> " + answer);
                }
                node.stopActivity();
            }
        }
        assertThat(refused).isEmpty();
    }

    @Test
    void bodies() throws IOException {
        // What is good after all finds the node at work and is told so, instead of beginning hundreds of runs and sessions.
        Answer working = ask("POST", "/api/loads",
                HostileBodies.utf8("{\"scenario\": {\"scenario\": \"constant\", \"rate\": 1, \"duration\": \"PT10M\"}, \"slo\": \"\"}"));
        assertThat(working.status).as(working.body).isEqualTo(201);
        routes.forEach((route, example) -> example.bodies().forEach(
                good -> HostileBodies.each(good, bad -> tryBody(route, target(route, example), bad))));
        node.stopActivity();
    }

    @Test
    void methods() throws IOException {
        for (String route : routes.keySet()) {
            String path = route.substring(route.indexOf(' ') + 1);
            for (String method : METHODS) {
                if (!routes.containsKey(method + " " + path)) {
                    Answer answer = ask(method, path.replace("{id}", "1"), new byte[0]);
                    judge("wrong method", method + " " + path, path, List.of(""), answer, 0);
                    assertThat(answer.status).as(method + " " + path + " " + answer.body)
                            .isIn(path.equals("/api/loads/plan") ? List.of(400, 405, 501) : List.of(405, 501));
                }
            }
        }
    }

    @Test
    void queriesAndIds() throws IOException {
        List<String> values = List.of("", " ", "-1", "0", "x", "1.5", "1e9", "NaN", "Infinity", "2147483648", "9223372036854775807",
                "9223372036854775808", "9".repeat(200), "9999-12-31T23:59:59Z", "+1000000000-12-31T23:59:59.999999999Z",
                "-1000000000-01-01T00:00:00Z", "a\r\nSet-Cookie: b=c", "\u0000", "\u001b[31m", "a".repeat(4000), "../../etc/passwd",
                "<script>", "\ud83d\ude00", "٣");
        for (Map.Entry<String, HostileRoutes.Example> route : routes.entrySet()) {
            String good = target(route.getKey(), route.getValue());
            String path = route.getKey().substring(route.getKey().indexOf(' ') + 1);
            tryTarget("unknown parameter", route.getKey(), good + (good.contains("?") ? "&" : "?") + "nobody=1&knows=%FF", "");
            for (String pair : route.getValue().query().isEmpty() ? new String[0] : route.getValue().query().split("&")) {
                String name = pair.substring(0, pair.indexOf('='));
                tryTarget("parameter twice", route.getKey(), good + "&" + pair, name);
                tryTarget("parameter missing", route.getKey(), good.replace(pair, "a=b"), name);
                tryTarget("broken escape", route.getKey(), good.replace(pair, name + "=%zz%"), "");
                tryTarget("broken escape", route.getKey(), good.replace(pair, name + "=%ff%c0%80"), "");
                for (String value : values) {
                    tryTarget("parameter", route.getKey(),
                            good.replace(pair, name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)), name);
                }
            }
            if (path.contains("{id}")) {
                for (String value : values) {
                    tryTarget("id", route.getKey(),
                            path.replace("{id}", URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20")),
                            "");
                }
                tryTarget("unknown id", route.getKey(), good.replaceFirst("/1(/|$|\\?)", "/987654321$1"), "987654321");
            }
        }
    }

    /// Bytes that are no request, or one no honest client writes.
    @Test
    void theWire() throws IOException {
        String host = "Host: localhost\r\n";
        List<String> heads = List.of("\r\n\r\n\r\n", "hello\r\n\r\n", "GET\r\n\r\n", "GET /api/health\r\n\r\n",
                "GET /api/health HTTP/9.9\r\n" + host + "\r\n", "GET /api/health HTTP/1.1\r\n\r\n",
                "GET /api/health HTTP/1.1\r\n" + host + host + "\r\n", "GET /api/health HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET /api/health HTTP/1.1\r\nHost: localhost:99999999\r\n\r\n",
                "GET /api/health HTTP/1.1\r\n" + host + "Bad Header: x\r\n\r\n", "GET /api/health HTTP/1.1\r\n" + host + " folded\r\n\r\n",
                "GET /api/health HTTP/1.1\r\n" + host + "X: " + "a".repeat(20_000) + "\r\n\r\n",
                "GET /api/health HTTP/1.1\r\n" + host + "X: 1\r\n".repeat(20_000) + "\r\n",
                "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\n" + host + "\r\n", "GET /api/%zz HTTP/1.1\r\n" + host + "\r\n",
                "GET /api/../../etc/passwd HTTP/1.1\r\n" + host + "\r\n", "GET /api/%2e%2e/info HTTP/1.1\r\n" + host + "\r\n",
                "GET /api//info HTTP/1.1\r\n" + host + "\r\n", "GET /api/a%2fb HTTP/1.1\r\n" + host + "\r\n",
                "GET /api/info;x=1 HTTP/1.1\r\n" + host + "\r\n", "GET /api/info%00 HTTP/1.1\r\n" + host + "\r\n",
                "GET //api/info HTTP/1.1\r\n" + host + "\r\n", "GET http://other.example/api/health HTTP/1.1\r\n" + host + "\r\n",
                "GET /%c0%ae/ HTTP/1.1\r\n" + host + "\r\n", "GET /\u00ff\u00fe HTTP/1.1\r\n" + host + "\r\n",
                "GET /nothing HTTP/1.1\r\n" + host + "\r\n", "GET / HTTP/1.1\r\n" + host + "\r\n", "GET /api HTTP/1.1\r\n" + host + "\r\n",
                "GET /v1 HTTP/1.1\r\n" + host + "\r\n", "GET /v1/nothing HTTP/1.1\r\n" + host + "\r\n",
                "OPTIONS * HTTP/1.1\r\n" + host + "\r\n", "CONNECT localhost:1 HTTP/1.1\r\n" + host + "\r\n",
                "POST /v1/embeddings HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n",
                "POST /v1/embeddings HTTP/1.1\r\n" + host + "Content-Length: 99999999999999999999\r\n\r\n",
                "POST /v1/embeddings HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\na",
                "POST /v1/embeddings HTTP/1.1\r\n" + host + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /v1/embeddings HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nfffffffffff\r\n",
                "POST /v1/embeddings HTTP/1.1\r\n" + host + "Transfer-Encoding: nonsense\r\n\r\n",
                "POST /v1/embeddings HTTP/1.1\r\n" + host + "Expect: nonsense\r\nContent-Length: 2\r\n\r\n{}",
                "POST /v1/embeddings HTTP/1.1\r\n" + host + "Content-Type: text/plain; charset=nonsense\r\nContent-Length: 2\r\n\r\n{}",
                "POST /v1/embeddings HTTP/1.1\r\n" + host + "Content-Encoding: nonsense\r\nContent-Length: 2\r\n\r\n{}",
                "GET /api/health HTTP/1.1\r\n" + host + "Cookie: a=\u0001\"; ;;=\r\nRange: bytes=9-1\r\nIf-Modified-Since: never\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n");
        for (String head : heads) {
            drop();
            long begun = System.nanoTime();
            Answer answer = raw(head.getBytes(StandardCharsets.ISO_8859_1), new byte[0], true);
            String shown = head.substring(0, Math.min(120, head.length())).replaceAll("\\R", " | ");
            String path = head.contains(" /v1") ? "/v1/embeddings" : "/";
            if (answer.status != 0) {
                judge("wire", shown, path, List.of(""), answer, System.nanoTime() - begun);
            }
            drop();
        }
    }

    /// The token's header as nobody who knows it sends it.
    @Test
    void logins() throws IOException {
        for (String login : List.of("", "Bearer", "Bearer ", "Bearer  " + token, "bearer " + token, "Bearer " + token + "x", "Bearer "
                + token.substring(1), "Basic " + token, token, "Bearer \u00e9",
                "Bearer " + "a".repeat(5000))) {
            drop();
            Answer answer = raw(("GET /api/info HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + login + "\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1), new byte[0]);
            judge("login", login, "/api/info", List.of(""), answer, 0);
            assertThat(answer.status).as(login).isIn(400, 401);
        }
    }
}
