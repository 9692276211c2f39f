package gpudyno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.Alone;
import gpudyno.cache.shared.SharedSettings;
import gpudyno.exposition.HeaderFile;
import gpudyno.model.machine.Machine;
import gpudyno.model.net.Address;
import gpudyno.node.local.LocalNode;
import gpudyno.node.server.Access;
import gpudyno.node.server.AllowedOrigins;
import gpudyno.node.server.Listening;
import gpudyno.node.server.NodeServer;
import gpudyno.store.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Uses every secret that a node is given, and then searches all that the node wrote and answered for them.
@Alone
class SecretsTest {
    private static final String HOOK = "hook-password-7c1e";
    private static final String HOOK_PATH = "hook-path-91aa";
    private static final String HOOK_HEADER = "hook-header-d02f";
    private static final String SCRAPED = "scrape-password-44b7";
    private static final String COLLECTOR = "collector-password-e5c3";
    private static final String TARGET = "target-password-0f9d";
    private static final String REDIS = "redis-password-3b6a";
    private static final String OTLP_HEADER = "otlp-header-8c20";
    /// The key by which a node's own runs reach its model server.
    private static final Pattern OWN_KEY = Pattern.compile("node:[0-9a-f]{32}");
    /// Files of the operator, in which secrets stand as they were given.
    private static final Set<String> GIVEN = Set.of("token", "alerts.yaml", "meters.yaml");

    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final Map<String, String> written = new LinkedHashMap<>();
    private final Queue<String> logged = new ConcurrentLinkedQueue<>();
    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord record) {
            logged.add(record.getMessage() + " " + List.of(record.getParameters() == null ? new Object[0] : record.getParameters()) + " "
                    + record.getThrown());
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    private static HttpResponse<String> ask(HttpClient http, URI address, String method, String path, String bearer, String body)
            throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(address.resolve(path)).header("Authorization", "Bearer " + bearer)
                .method(method, HttpRequest.BodyPublishers.ofString(body)).timeout(Duration.ofSeconds(30)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String made(HttpClient http, URI address, String owner, String role) throws IOException, InterruptedException {
        return Json.MAPPER.readTree(ask(http, address, "POST", "/api/tokens", owner,
                "{\"name\": \"" + role + ".made\", \"role\": \"" + role + "\"}").body()).path("token").asText();
    }

    @Test
    void nothingThatANodeWritesOrAnswersHoldsASecret(@TempDir Path folder) throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(data.resolve("alerts.yaml"), """
            receivers:
            - name: ops
              url: http://user:%s@127.0.0.1:1/%s
              headers: {X-Key: %s}
            rules:
            - id: always
              title: always
              condition: memory.percent >= 0.0
              for: PT1S
            """.formatted(HOOK, HOOK_PATH, HOOK_HEADER));
        Logger root = Logger.getLogger("");
        Level before = root.getLevel();
        root.addHandler(log);
        root.setLevel(Level.INFO);
        try (LocalNode node = new LocalNode(data, "secretive");
                NodeServer server = new NodeServer(node, Access.at(data.resolve("token"), data),
                        Listening.plain("127.0.0.1", 0, AllowedOrigins.NONE));
                HttpClient http = HttpClient.newHttpClient()) {
            use(folder, http, URI.create("http://127.0.0.1:" + server.port()), node, Files.readString(data.resolve("token")).strip());
            Path bundle = Diagnostics.write(folder.resolve("bundle.zip"), new Machine(List.of(), List.of(), Duration.ZERO), data,
                    folder.resolve("config"));
            try (InputStream in = Files.newInputStream(bundle); ZipInputStream zip = new ZipInputStream(in)) {
                for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    written.put("bundle " + entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        } finally {
            root.removeHandler(log);
            root.setLevel(before);
        }
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).filter(file -> !GIVEN.contains(file.getFileName().toString()))
                    .filter(file -> !file.toString().contains("native")).toList()) {
                written.put("file " + data.relativize(file), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        written.put("log", String.join("\n", logged));
        written.put("process arguments", String.join(" ", ProcessHandle.current().info().arguments().orElse(new String[0])));
        assertThat(written.keySet()).contains("file gpudyno.db", "file tokens.json", "bundle gpudyno/alerts.yaml", "GET /api/alerts");
        assertThat(written.get("GET /api/alerts")).as("an alert went to the receiver").contains("always");
        secrets.forEach((what, secret) -> {
            assertThat(secret).as(what).hasSizeGreaterThan(8);
            written.forEach((where, text) -> assertThat(text.contains(secret)).as(what + " in " + where).isFalse());
        });
        written.forEach((where, text) -> assertThat(OWN_KEY.matcher(text).find()).as("key of the own load in " + where).isFalse());
    }

    private void use(Path folder, HttpClient http, URI address, LocalNode node, String owner) throws Exception {
        secrets.put("the node's token", owner);
        secrets.put("a reader's token", made(http, address, owner, "reader"));
        secrets.put("an operator's token", made(http, address, owner, "operator"));
        String key = made(http, address, owner, "client");
        secrets.put("an API key", key);
        secrets.put("a token that is wrong", "wrong-token-5f7a9b");
        secrets.put("the webhook's password", HOOK);
        secrets.put("the webhook's path", HOOK_PATH);
        secrets.put("the webhook's header", HOOK_HEADER);
        secrets.put("the scraped endpoint's password", SCRAPED);
        secrets.put("the collector's password", COLLECTOR);
        secrets.put("the password of a run's target", TARGET);
        secrets.put("the shared cache's password", REDIS);
        secrets.put("the collector's header", OTLP_HEADER);
        for (String bearer : List.copyOf(secrets.values()).subList(0, 5)) {
            ask(http, address, "GET", "/api/info", bearer, "");
            ask(http, address, "PATCH", "/api/knobs", bearer, "{\"serve.queue.limit\": 78}");
            ask(http, address, "POST", "/v1/embeddings", bearer, "{\"input\": \"hello\", \"model\": \"all-MiniLM-L6-v2\"}");
        }
        Map<String, String> headers = HeaderFile.read(Files.writeString(folder.resolve("otlp-headers.txt"), "X-Key: " + OTLP_HEADER));
        node.exportTo(Address.parse("http://user:" + COLLECTOR + "@127.0.0.1:1"), headers);
        node.exportTracesTo(Address.parse("http://user:" + COLLECTOR + "@127.0.0.1:1/v1/traces"), headers);
        // The port of a server that does not answer: the warning that says so must not repeat the password.
        node.share(SharedSettings.of("redis://user:" + REDIS + "@127.0.0.1:1", null));
        ask(http, address, "POST", "/api/meters/scraped", owner,
                "{\"name\": \"vllm\", \"endpoint\": \"http://user:" + SCRAPED + "@127.0.0.1:1/metrics\"}");
        String shape = "{\"scenario\": {\"scenario\": \"constant\", \"rate\": 20, \"duration\": \"PT0.2S\"}";
        ask(http, address, "POST", "/api/loads", owner, shape + ", \"target\": {\"address\": \"http://user:" + TARGET
                + "@127.0.0.1:1/v1\", \"api\": \"http-post\", \"body\": \"{}\"}}");
        idle(http, address, owner);
        assertThat(ask(http, address, "POST", "/api/loads", owner, shape + "}").statusCode()).isEqualTo(201);
        idle(http, address, owner);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> ask(http, address, "GET", "/api/alerts", owner, "").body().contains("always"));
        List<String> routes = Json.MAPPER.readTree(ask(http, address, "GET", "/openapi.json", owner, "").body()).path("paths").properties()
                .stream().filter(path -> path.getValue().has("get") && !path.getKey().equals("/api/frames")).map(Map.Entry::getKey)
                .toList();
        for (String route : routes) {
            for (String id : List.of("1", "2")) {
                written.put("GET " + route.replace("{id}", id),
                        ask(http, address, "GET", route.replace("{id}", id), route.startsWith("/v1") ? key : owner, "").body());
            }
        }
    }

    private static void idle(HttpClient http, URI address, String owner) {
        await().atMost(Duration.ofSeconds(30)).until(() -> !ask(http, address, "GET", "/api/activity", owner, "").body().contains("RUN"));
    }
}
