package gpudyno.node.spread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.RunRequest;
import gpudyno.model.load.RunTarget;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Workload;
import gpudyno.model.net.Pairing;
import gpudyno.node.Node;
import gpudyno.node.SharedLoads;
import gpudyno.node.local.LocalNode;
import gpudyno.node.remote.RemoteNode;
import gpudyno.node.server.ApiToken;
import gpudyno.node.server.NodeServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two real nodes, one in this process and one over HTTP, send one load.
class NodesLoadTest {
    private static final SpreadLoad.Waits SHORT = new SpreadLoad.Waits(Duration.ofSeconds(2), Duration.ofMillis(200),
            Duration.ofMillis(500),
            Duration.ofSeconds(1));

    private final AtomicInteger asked = new AtomicInteger();
    private final List<Run> told = new CopyOnWriteArrayList<>();
    private HttpServer target;
    private static LocalNode near;
    private static LocalNode served;
    private static NodeServer listening;
    private static ApiToken token;
    private NodeServer server;
    private RemoteNode far;

    @BeforeAll
    static void startNodes(@TempDir Path one, @TempDir Path two) {
        near = new LocalNode(one, "near");
        listening = new NodeServer(near, ApiToken.at(one.resolve("token")), "127.0.0.1", 0);
        served = new LocalNode(two, "far");
        token = ApiToken.at(two.resolve("token"));
    }

    @AfterAll
    static void endNodes() {
        listening.close();
        Stream.of(near, served).forEach(node -> {
            node.stopActivity();
            node.close();
        });
    }

    @BeforeEach
    void start() throws IOException {
        target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        target.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        target.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        target.start();
        server = new NodeServer(served, token, "127.0.0.1", 0);
        far = new RemoteNode(Pairing.of(URI.create("http://127.0.0.1:" + server.port()), token.text()));
    }

    @AfterEach
    void end() {
        far.close();
        server.close();
        target.stop(0);
    }

    private RunRequest request(double rate, Duration length) {
        URI address = URI.create("http://127.0.0.1:" + target.getAddress().getPort() + "/");
        return RunRequest.of(new Scenario.Poisson(rate, length), Workload.DEFAULT)
                .against(RunTarget.of(address, RunTarget.Api.HTTP, "", 0)).within(20, Duration.ofSeconds(5), Duration.ZERO);
    }

    private SequencedMap<String, Node> both() {
        return named(near, far);
    }

    private static SequencedMap<String, Node> named(Node one, Node other) {
        SequencedMap<String, Node> named = new LinkedHashMap<>();
        named.put("near", one);
        named.put("far", other);
        return named;
    }

    private RunReport.Generator share(int generator) {
        return Objects.requireNonNull(Objects.requireNonNull(told.getLast().report()).generators()).get(generator);
    }

    @Test
    void eachNodesShareIsToldAndOneThatIsLostInTheMiddleCountsAsNotSent() {
        int before = near.runs().list().size();
        new NodesLoad(SHORT).start(request(100, Duration.ofSeconds(3)), both(), told::add);
        await().atMost(Duration.ofSeconds(10)).until(() -> told.getLast().report() != null && share(1).offered() > 0);
        assertThat(share(1).lost()).isNull();
        assertThat(share(1).notSent()).as("it may still be sent").isNull();
        server.close();
        await().atMost(Duration.ofSeconds(10)).until(() -> share(1).lost() != null);
        assertThat(told.getLast().ended()).as("the other sends its share").isNull();
        await().atMost(Duration.ofSeconds(10)).until(() -> told.getLast().ended() != null);
        assertThat(share(0).name()).isEqualTo("near");
        assertThat(share(0).offered()).isEqualTo(share(0).planned());
        assertThat(share(0).notSent()).isZero();
        assertThat(share(1).name()).isEqualTo("far");
        assertThat(share(1).notSent()).isEqualTo(Objects.requireNonNull(share(1).planned()) - share(1).offered()).isPositive();
        RunReport whole = Objects.requireNonNull(told.getLast().report());
        assertThat(whole.offered().requests()).isEqualTo(share(0).offered() + share(1).offered()).isPositive();
        assertThat(near.runs().list()).as("a node keeps its own part").hasSizeGreaterThan(before);
    }

    @Test
    void aLoadIsStoppedOnAllNodesOrStartsOnNone() {
        SharedLoads loads = new NodesLoad(SHORT);
        List<Run> before = near.runs().list();
        RunRequest itself = RunRequest.of(new Scenario.Constant(1, Duration.ofSeconds(1)), Workload.DEFAULT);
        assertThatThrownBy(() -> loads.start(itself, both(), told::add)).hasMessageContaining("target must name it");
        assertThatThrownBy(() -> loads.start(request(1, Duration.ofSeconds(1)), named(near, near), told::add))
                .hasMessageContaining("named twice");
        assertThat(near.runs().list()).hasSameSizeAs(before);
        SharedLoads.SharedLoad load = loads.start(request(50, Duration.ofMinutes(10)), both(), told::add);
        assertThatThrownBy(() -> loads.start(request(1, Duration.ofSeconds(1)), both(), told::add))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining(": ");
        await().atMost(Duration.ofSeconds(10)).until(() -> asked.get() > 5);
        load.stop();
        await().atMost(Duration.ofSeconds(10)).until(() -> told.getLast().ended() != null);
        assertThat(Objects.requireNonNull(told.getLast().report()).interrupted()).isTrue();
        await().atMost(Duration.ofSeconds(10)).until(() -> Stream.of(near, served).flatMap(node -> node.runs().list().stream())
                .allMatch(run -> run.ended() != null));
    }
}
