package gpudyno.node.spread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.RunRequest;
import gpudyno.model.load.RunTally;
import gpudyno.model.load.RunTarget;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Workload;
import gpudyno.model.net.Address;
import gpudyno.node.NodeUnreachableException;
import gpudyno.node.local.ProcessGenerator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpreadLoadTest {
    private static final AtomicInteger ASKED = new AtomicInteger();
    private static HttpServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            ASKED.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void end() {
        server.stop(0);
    }

    private static URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private static RunRequest request(Scenario scenario) {
        return RunRequest.of(scenario, Workload.DEFAULT).against(RunTarget.of(address(), RunTarget.Api.HTTP, "", 0)).within(20,
                Duration.ofSeconds(5), Duration.ZERO);
    }

    private Generator generator() {
        return new ProcessGenerator(Address.of(address()), folder);
    }

    /// One that is not heard of any more after its first second.
    private static final class Lost implements Generator {
        private final Generator real;

        private Lost(Generator real) {
            this.real = real;
        }

        @Override
        public String name() {
            return "far";
        }

        @Override
        public Instant clock() {
            return real.clock().plusSeconds(3600);
        }

        @Override
        public void check(RunRequest request) {
            real.check(request);
        }

        @Override
        public long start(RunRequest request) {
            // Its clock is an hour ahead; the part's start must be told by that clock.
            Instant there = java.util.Objects.requireNonNull(request.part().start());
            assertThat(there).isBetween(real.clock().plusSeconds(3540), real.clock().plusSeconds(3660));
            return 1;
        }

        @Override
        public Optional<RunTally> tally(long run) {
            throw new NodeUnreachableException("nobody answers");
        }

        @Override
        public Optional<String> failure(long run) {
            return Optional.empty();
        }

        @Override
        public void stop(long run) {
            throw new NodeUnreachableException("nobody answers");
        }

        @Override
        public void close() {
            real.close();
        }
    }

    @Test
    void twoGeneratorsSendOneScheduleAndALostOneCountsAsNotSent() throws InterruptedException {
        int before = ASKED.get();
        List<String> said = new CopyOnWriteArrayList<>();
        Scenario scenario = new Scenario.Poisson(100, Duration.ofSeconds(1));
        SpreadLoad load = SpreadLoad.start(request(scenario), List.of(generator(), generator(), new Lost(generator())), said::add,
                new SpreadLoad.Waits(Duration.ofSeconds(2), Duration.ofMillis(200), Duration.ofMillis(500), Duration.ofSeconds(1)));
        RunReport report = load.await();
        List<RunReport.Generator> each = java.util.Objects.requireNonNull(report.generators());
        assertThat(each).hasSize(3);
        assertThat(each.subList(0, 2)).allSatisfy(one -> {
            assertThat(one.lost()).isNull();
            assertThat(one.notSent()).isZero();
            assertThat(one.offered()).isEqualTo(one.planned());
        });
        RunReport.Generator far = each.getLast();
        assertThat(far.lost()).contains("nobody answers");
        assertThat(far.notSent()).isEqualTo(far.planned()).isPositive();
        assertThat(far.clockOffsetMillis()).isBetween(3_599_000.0, 3_601_000.0);
        assertThat(said).containsExactly("far is lost: nobody answers");
        assertThat(report.offered().requests()).isEqualTo(each.get(0).offered() + each.get(1).offered()).isEqualTo(ASKED.get() - before);
        assertThat(report.achieved().requests()).isEqualTo(report.offered().requests());
    }

    @Test
    void whatCannotBeSharedIsRefusedBeforeAnythingIsSent() {
        int before = ASKED.get();
        Scenario search = new Scenario.FindMax(10, Duration.ofSeconds(1));
        assertThatThrownBy(() -> SpreadLoad.start(request(search).keeping("p95=1s"), List.of(generator(), generator()), _ -> {}))
                .hasMessageContaining("one generator alone");
        Scenario closed = new Scenario.ClosedLoop(1, Duration.ofSeconds(1));
        assertThatThrownBy(() -> SpreadLoad.start(request(closed), List.of(generator(), generator()), _ -> {}))
                .hasMessageContaining("1 connections cannot be split over 2");
        RunRequest elsewhere = request(new Scenario.Constant(1, Duration.ofSeconds(1)))
                .against(RunTarget.of(URI.create("http://192.0.2.7:8000/"), RunTarget.Api.HTTP, "", 0));
        assertThatThrownBy(() -> SpreadLoad.start(elsewhere, List.of(generator()), _ -> {})).hasMessageStartingWith("local: ")
                .hasMessageContaining("loadTargets: [http://192.0.2.7:8000]");
        assertThat(ASKED).hasValue(before);
    }
}
