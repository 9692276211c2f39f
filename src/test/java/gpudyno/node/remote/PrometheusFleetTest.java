package gpudyno.node.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import gpudyno.model.fleet.FleetNode;
import gpudyno.model.fleet.FleetNode.Condition;
import gpudyno.model.net.Address;
import gpudyno.node.FleetServer.Reading;
import gpudyno.node.NodeUnreachableException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusFleetTest {
    private static final Duration RANGE = Duration.ofMinutes(15);
    /// What was asked.
    private record Asked(String method, String path, Headers headers) {}

    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private String refusal = "";

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(new Asked(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), exchange.getRequestHeaders()));
            String query = Arrays.stream(exchange.getRequestURI().getRawQuery().split("&")).filter(part -> part.startsWith("query="))
                    .map(part -> URLDecoder.decode(part.substring(6), StandardCharsets.UTF_8)).findFirst().orElseThrow();
            byte[] answer = (refusal.isEmpty()
                    ? "{\"status\":\"success\",\"data\":{\"result\":[" + String.join(",", results(query)) + "]}}"
                    : "{\"status\":\"error\",\"error\":\"" + refusal + "\"}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(refusal.isEmpty() ? 200 : 422, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /// Two nodes: `a` serves 120 requests a minute, of `b` only its name is left.
    private static List<String> results(String query) {
        if (query.startsWith("last_over_time")) {
            return List.of(
                    series("\"instance\":\"a:7070\",\"name\":\"a\",\"version\":\"0.1.0\",\"targets\":\"option-2\",\"site\":\"lab\"", 1),
                    series("\"instance\":\"b:7070\",\"name\":\"b\",\"version\":\"0.1.0\",\"targets\":\"option-2\",\"site\":\"fra\"", 1));
        }
        if (query.startsWith("max by (instance) (up)")) {
            return List.of(series("\"instance\":\"a:7070\"", 1), series("\"instance\":\"b:7070\"", 0));
        }
        if (query.startsWith("histogram_quantile")) {
            return List.of("{\"metric\":{\"instance\":\"a:7070\"},\"values\":[]}");
        }
        List<String> all = new ArrayList<>();
        if (query.startsWith("sum by (instance, le)")) {
            all.add(series("\"instance\":\"a:7070\",\"le\":\"0.1\"", 60));
            all.add(series("\"instance\":\"a:7070\",\"le\":\"+Inf\"", 120));
            all.add(series("\"instance\":\"a:7070\",\"le\":\"0.2\"", 120));
            return all;
        }
        all.add(series("\"instance\":\"a:7070\",\"figure\":\"ok\"", 120));
        all.add(series("\"instance\":\"a:7070\",\"figure\":\"arrivals\"", 120));
        all.add(series("\"instance\":\"a:7070\",\"figure\":\"hits\"", 90));
        all.add(series("\"instance\":\"a:7070\",\"figure\":\"misses\"", 10));
        all.add(series("\"instance\":\"a:7070\",\"figure\":\"memory\"", 61));
        all.add(series("\"instance\":\"a:7070\",\"figure\":\"throttled\"", 1));
        all.add(series("\"instance\":\"a:7070\",\"device\":\"GPU-1\",\"figure\":\"busiest\"", 97));
        return all;
    }

    private static String series(String labels, double value) {
        return "{\"metric\":{" + labels + "},\"value\":[1800000000,\"" + value + "\"]}";
    }

    private PrometheusFleet fleet(Optional<Path> headers) {
        return new PrometheusFleet(Address.parse("http://127.0.0.1:" + server.getAddress().getPort() + "/prometheus/"), headers);
    }

    @Test
    void aReadingIsAHandfulOfQuestionsHoweverManyNodesThereAre() {
        PrometheusFleet fleet = fleet(Optional.empty());
        Reading reading = fleet.read(RANGE, 30);
        assertThat(reading.nodes()).extracting(FleetNode::name).containsExactly("a", "b");
        FleetNode a = reading.nodes().getFirst();
        assertThat(a.condition()).isEqualTo(Condition.THROTTLED);
        assertThat(a.labels()).containsOnlyKeys("site");
        // 114 of 120: nine tenths of the way from 100 to 200 ms.
        assertThat(a.p95()).isCloseTo(190, within(1e-9));
        assertThat(a.figure("throughput.rps")).isEqualTo(2);
        assertThat(a.figure("cache.hit.percent")).isEqualTo(90);
        assertThat(a.hardware().busiest().orElseThrow().percent()).isEqualTo(97);
        assertThat(reading.nodes().getLast().condition()).isEqualTo(Condition.OFFLINE);
        assertThat(asked).hasSize(6).allSatisfy(request -> {
            assertThat(request.method()).isEqualTo("GET");
            assertThat(request.path()).startsWith("/prometheus/api/v1/query");
        });
    }

    @Test
    void theHeadersOfTheFileAreSentAndNeverSaid(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("headers"), "Authorization: Bearer top-secret\nX-Scope-OrgID: lab\n");
        PrometheusFleet fleet = fleet(Optional.of(file));
        fleet.read(RANGE, 30);
        assertThat(asked.getFirst().headers().getFirst("Authorization")).isEqualTo("Bearer top-secret");
        assertThat(asked.getFirst().headers().getFirst("X-Scope-OrgID")).isEqualTo("lab");
        Files.writeString(file, "Bearer top-secret");
        assertThatThrownBy(() -> fleet.read(RANGE, 30)).isInstanceOf(NodeUnreachableException.class).hasMessageContaining("headers")
                .hasMessageNotContaining("top-secret");
    }

    @Test
    void whatTheServerRefusesIsSaid() {
        refusal = "query processing would load too many samples";
        assertThatThrownBy(() -> fleet(Optional.empty()).read(RANGE, 30)).isInstanceOf(NodeUnreachableException.class)
                .hasMessageContaining("too many samples");
        server.stop(0);
        assertThatThrownBy(() -> fleet(Optional.empty()).read(RANGE, 30)).isInstanceOf(NodeUnreachableException.class)
                .hasMessageContaining("cannot be reached");
    }
}
