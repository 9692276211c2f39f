package gpudyno.node;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.KnobState;
import gpudyno.model.load.Workload;
import gpudyno.node.local.LocalNode;
import gpudyno.node.server.ApiToken;
import gpudyno.node.server.NodeServer;
import gpudyno.store.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// In every JSON body a node accepts, an optional field that is null says what an absent one says; over real HTTP.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NullFieldsTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private LocalNode local;
    private NodeServer server;
    private String token;

    @BeforeAll
    void start(@TempDir Path folder) {
        local = new LocalNode(folder, "test");
        ApiToken file = ApiToken.at(folder.resolve("token"));
        token = file.text();
        server = new NodeServer(local, file, "127.0.0.1", 0);
    }

    @AfterAll
    void stop() {
        local.stopActivity();
        server.close();
        local.close();
        client.close();
    }

    private void accepted(String method, String path, String body) throws Exception {
        HttpResponse<String> answer = send(method, path, body);
        assertThat(answer.statusCode()).as(path + " " + body + " -> " + answer.body()).isBetween(200, 299);
    }

    private void refused(String path, String body, String words) throws Exception {
        HttpResponse<String> answer = send("POST", path, body);
        assertThat(answer.statusCode()).as(path + " " + body + " -> " + answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains(words);
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).header("Authorization", "Bearer " + token)
                        .method(method, HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private Configuration knobs() {
        Map<String, Object> values = new TreeMap<>();
        for (KnobState state : local.knobs().states()) {
            values.put(state.knob().id(), state.value());
        }
        return Configuration.of(values);
    }

    @Test
    void aKnobThatIsNullStaysWhereItStands() throws Exception {
        Configuration before = knobs();
        accepted("PATCH", "/api/knobs", "{\"serve.batch.maxSize\": null, \"serve.queue.limit\": 77}");
        assertThat(knobs()).isEqualTo(before.with("serve.queue.limit", 77));
        accepted("PATCH", "/api/knobs", "{\"serve.batch.maxSize\": null}");
        assertThat(knobs()).isEqualTo(before.with("serve.queue.limit", 77));
    }

    @Test
    void optionalFieldsOfRulesSilencesMetersRunsAndSessionsMayBeNull() throws Exception {
        accepted("PUT", "/api/alerts/rules",
                "{\"id\": \"quiet\", \"condition\": \"memory.percent >= 99.0\", \"title\": null, \"group\": null, "
                        + "\"keepWhile\": null, \"window\": null, \"for\": null, \"keepFiring\": null, \"cooldown\": null, \"noData\": null, "
                        + "\"severity\": null, \"inhibitedBy\": null, \"on\": null}");
        accepted("POST", "/api/alerts/silences",
                "{\"id\": null, \"rule\": \"quiet\", \"until\": \"" + java.time.Instant.now().plusSeconds(3600) + "\", \"series\": null, "
                        + "\"by\": null, \"note\": null}");
        accepted("POST", "/api/meters", "{\"meter\": {\"id\": \"fan.speed\", \"kind\": \"GAUGE\", \"unit\": null, \"help\": null, "
                + "\"labelNames\": null}, \"expression\": null}");
        accepted("POST", "/api/loads/plan", "{\"scenario\": {\"scenario\": \"poisson\", \"rate\": 5, \"duration\": \"PT1S\"}, "
                + "\"workload\": null, \"target\": null, \"slo\": null, \"connections\": null, \"timeout\": null, \"warmup\": null, \"trace\": null}");
        accepted("POST", "/api/sessions", "{\"targets\": null, \"budget\": null, \"workload\": null, \"seed\": null, \"applyBest\": null, "
                + "\"strategy\": null, \"held\": null}");
        local.stopActivity();
    }

    @Test
    void aWorkloadTakesItsDefaultsForWhatIsNullOrAbsent() {
        Workload wanted = new Workload(100, Workload.DEFAULT.zipf(), Workload.DEFAULT.seed());
        assertThat(Json.read("{\"distinctPrompts\": 100, \"zipf\": null, \"seed\": null}", Workload.class)).isEqualTo(wanted);
        assertThat(Json.read("{\"distinctPrompts\": 100}", Workload.class)).isEqualTo(wanted);
        assertThat(Json.read(Json.write(wanted.withSeed(7)), Workload.class)).isEqualTo(wanted.withSeed(7));
    }

    @Test
    void nullInAListIsNamedNotAFaultOfTheNode() throws Exception {
        refused("/api/sessions", "{\"held\": [null]}", "null");
        refused("/api/loads", "null", "null");
        refused("/api/meters", "{\"meter\": {\"id\": \"fan.other\", \"kind\": \"GAUGE\", \"labelNames\": [null]}}", "null");
    }
}
