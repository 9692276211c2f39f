package gpudyno.watch;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.sun.net.httpserver.HttpServer;
import gpudyno.store.Json;
import gpudyno.watch.RelabelCases.Answer;
import gpudyno.watch.RelabelCases.Case;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Asks a real Prometheus about seeded cases of relabelling and compares its series with ours. Run by `packaging/bench/relabel-prometheus`.
public final class RelabelPrometheus {
    private static final int CASES = 200;
    private static final ObjectMapper YAML = YAMLMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private RelabelPrometheus() {
    }

    /// A case with Prometheus's answer, as it is recorded.
    record Recorded(String text, List<Relabel> rules, List<Answer> answers) {}

    /// @param arguments a folder to work in, then a file to record the cases and answers in, if wished
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        List<Case> cases = RelabelCases.seeded(1, CASES);
        HttpServer targets = serve(cases);
        int port = freePort();
        Process prometheus = start(folder, cases, targets.getAddress().getPort(), port);
        try {
            Map<String, List<Answer>> answers = ask(port, folder, cases.size());
            List<Recorded> recorded = new ArrayList<>();
            int different = 0;
            for (int i = 0; i < cases.size(); i++) {
                List<Answer> theirs = answers.getOrDefault("case" + i, List.of());
                recorded.add(new Recorded(cases.get(i).text(), cases.get(i).rules(), theirs));
                if (!theirs.equals(RelabelCases.ours(cases.get(i)))) {
                    different++;
                    System.out.println("case " + i + ": " + cases.get(i) + "\n  Prometheus: " + theirs + "\n  ours:       "
                            + RelabelCases.ours(cases.get(i)));
                }
            }
            System.out.println((cases.size() - different) + " of " + cases.size() + " cases give the same series");
            if (arguments.length > 1) {
                Files.writeString(Path.of(arguments[1]), Json.pretty(recorded) + "\n");
            }
            if (different > 0) {
                System.exit(1);
            }
        } finally {
            prometheus.destroy();
            prometheus.waitFor(10, TimeUnit.SECONDS);
            targets.stop(0);
        }
    }

    private static HttpServer serve(List<Case> cases) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        for (int i = 0; i < cases.size(); i++) {
            byte[] body = cases.get(i).text().getBytes(StandardCharsets.UTF_8);
            server.createContext("/case" + i + "/", exchange -> {
                exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
                exchange.sendResponseHeaders(200, body.length);
                try (var out = exchange.getResponseBody()) {
                    out.write(body);
                }
            });
        }
        server.start();
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Process start(Path folder, List<Case> cases, int targets, int port) throws IOException {
        List<Object> jobs = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            jobs.add(Map.of("job_name", "case" + i, "metrics_path", "/case" + i + "/", "static_configs",
                    List.of(Map.of("targets", List.of("127.0.0.1:" + targets))), "metric_relabel_configs",
                    cases.get(i).rules().stream().map(RelabelCases::configuration).toList()));
        }
        Path file = folder.resolve("prometheus.yaml");
        YAML.writeValue(file.toFile(), Map.of("global", Map.of("scrape_interval", "3s", "scrape_timeout", "3s"), "scrape_configs", jobs));
        return new ProcessBuilder("prometheus", "--config.file=" + file, "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port, "--log.level=warn").redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile()).start();
    }

    /// What answers must be what was started here, not another Prometheus on the port.
    private static boolean isOwn(int port, Path folder) throws Exception {
        if (!get(port, "/api/v1/status/flags").toString().contains(folder.resolve("data").toString())) {
            throw new IllegalStateException("another Prometheus answers at port " + port);
        }
        return true;
    }

    private static Map<String, List<Answer>> ask(int port, Path folder, int targets) throws Exception {
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofSeconds(1)).ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> isOwn(port, folder) && query(port, "up").size() == targets);
        JsonNode up = query(port, "up == 1");
        if (up.size() != targets) {
            throw new IllegalStateException(
                    "Prometheus read " + up.size() + " of " + targets + " targets whole; see " + folder.resolve("prometheus.log"));
        }
        Map<String, List<Answer>> answers = new TreeMap<>();
        for (JsonNode series : query(port, "{job=~\"case.+\",__name__!~\"up|scrape_.*\"}")) {
            Map<String, String> labels = new TreeMap<>();
            series.path("metric").properties().forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
            String job = String.valueOf(labels.remove("job"));
            labels.remove("instance");
            answers.computeIfAbsent(job, _ -> new ArrayList<>()).add(new Answer(labels, series.path("value").path(1).asDouble()));
        }
        answers.values().forEach(list -> list.sort(Comparator.comparingDouble(Answer::value)));
        return answers;
    }

    private static JsonNode query(int port, String promql) throws IOException, InterruptedException {
        return get(port, "/api/v1/query?query=" + URLEncoder.encode(promql, StandardCharsets.UTF_8)).path("data").path("result");
    }

    private static JsonNode get(int port, String path) throws IOException, InterruptedException {
        HttpResponse<String> response = HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                HttpResponse.BodyHandlers.ofString());
        return Json.MAPPER.readTree(response.body());
    }
}
