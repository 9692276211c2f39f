package gpudyno.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpServer;
import gpudyno.Alone;
import gpudyno.model.load.LatencySummary;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Slo;
import gpudyno.model.load.Workload;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against a real HTTP server on loopback.
@Alone
class LoadGeneratorTest {
    private HttpServer server;
    private ExecutorService threads;
    private final AtomicInteger served = new AtomicInteger();
    private volatile Duration serviceTime = Duration.ZERO;
    private volatile int everyNthFails;

    @BeforeEach
    void start() throws Exception {
        threads = Executors.newVirtualThreadPerTaskExecutor();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            int number = served.incrementAndGet();
            LockSupport.parkNanos(serviceTime.toNanos());
            int status = everyNthFails > 0 && number % everyNthFails == 0 ? 503 : 200;
            byte[] answer = "answer".getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        // A server's first requests are slow; they are not what is tested.
        LoadGenerator.run(plan(new Scenario.ClosedLoop(1, Duration.ofSeconds(5)), 50, 1));
        served.set(0);
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.close();
    }

    private LoadPlan plan(Scenario scenario, long requests, int connections) {
        URI target = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        return LoadPlan.of(target, RequestSource.same("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8)), scenario, Duration.ZERO, 1)
                .withRequests(requests).withLimits(connections, Duration.ofSeconds(10)).withSlos(List.of(new Slo("errors", 1)));
    }

    private static LatencySummary intended(RunReport report) {
        return Objects.requireNonNull(report.latency().intended());
    }

    private static LatencySummary service(RunReport report) {
        return Objects.requireNonNull(report.latency().service());
    }

    @Test
    void theWaitForABusyConnectionCountsOnTheIntendedClockAlone() throws Exception {
        serviceTime = Duration.ofMillis(500);
        RunReport report = LoadGenerator.run(plan(new Scenario.Constant(10, Duration.ofMinutes(1)), 8, 1));
        // The n-th of 8 requests is due at 0.1 n s and, at a service of s, answered at s (n + 1): the mean is 4.5 s - 0.35 and the largest
        // 8 s - 0.7, so 1.9 and 3.3 s at exactly 0.5. A busy machine makes s a little longer, and the figures must follow it.
        double s = service(report).mean();
        assertThat(s).isBetween(500.0, 560.0);
        assertThat(intended(report).mean()).isCloseTo(4.5 * s - 350, within(25.0));
        assertThat(intended(report).max()).isCloseTo(8 * s - 700, within(25.0));
        assertThat(report.offered().requests()).isEqualTo(8);
        assertThat(report.offered().rate()).isCloseTo(10, within(0.1));
    }

    @Test
    void aConstantRateIsDeliveredAndAnsweredOnFewConnections() throws Exception {
        RunReport report = LoadGenerator.run(plan(new Scenario.Constant(200, Duration.ofSeconds(2)), 0, 64));
        assertThat(report.offered().requests()).isEqualTo(400);
        assertThat(report.achieved().requests()).isEqualTo(400);
        assertThat(served).hasValue(400);
        assertThat(report.errors().total()).isZero();
        assertThat(report.slo()).singleElement().matches(verdict -> verdict.met());
    }

    @Test
    void aClosedLoopKeepsItsNumberOfConnections() throws Exception {
        serviceTime = Duration.ofMillis(20);
        RunReport report = LoadGenerator.run(plan(new Scenario.ClosedLoop(4, Duration.ofSeconds(2)), 0, 4));
        assertThat(report.achieved().rate()).isBetween(120.0, 205.0);
        assertThat(service(report).p50()).isBetween(20.0, 30.0);
    }

    @Test
    void theBreakingPointIsTheFirstStepThatMissesABound() throws Exception {
        serviceTime = Duration.ofMillis(50);
        // Two connections of 50 ms each carry at most 40/s; steps of 10, 35, 60, 85.
        LoadPlan plan = plan(new Scenario.Step(10, 25, Duration.ofSeconds(2), 85), 0, 2);
        RunReport report = LoadGenerator.run(plan.withSlos(Slo.parse("p95=700ms")));
        RunReport.Steps steps = Objects.requireNonNull(report.steps());
        assertThat(steps.each()).extracting(RunReport.Step::rate).containsExactly(10.0, 35.0, 60.0, 85.0);
        assertThat(steps.each()).extracting(RunReport.Step::errorsPercent).containsOnly(0.0);
        assertThat(steps.breaksAt()).isIn(60.0, 85.0);
        assertThat(steps.binding()).isEqualTo("p95");
    }

    @Test
    void wrongStatusesAreErrorsByKind() throws Exception {
        everyNthFails = 4;
        RunReport report = LoadGenerator.run(plan(new Scenario.Poisson(200, Duration.ofSeconds(1)), 100, 16));
        assertThat(report.errors().byKind()).containsEntry("status 503", 25L);
        assertThat(report.errors().percent()).isEqualTo(25);
        assertThat(report.slo()).singleElement().matches(verdict -> !verdict.met());
    }

    @Test
    void anUnreachableTargetIsSaidSo() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        LoadPlan plan = LoadPlan.of(URI.create("http://127.0.0.1:" + free + "/"), RequestSource.same(new byte[0]),
                new Scenario.Constant(50, Duration.ofSeconds(1)),
                Duration.ZERO, 1);
        assertThatThrownBy(() -> LoadGenerator.run(plan)).isInstanceOf(TargetUnreachableException.class)
                .hasMessageContaining("127.0.0.1:" + free);
    }

    @Test
    void aRunThatMatchesItsAbortConditionEndsEarlyAndIsMarked() throws Exception {
        everyNthFails = 1;
        RunReport report = LoadGenerator
                .run(plan(new Scenario.Constant(100, Duration.ofMinutes(10)), 0, 16).abortWhen(sample -> sample.errors() > 10));
        assertThat(report.interrupted()).isTrue();
        assertThat(report.seconds()).isLessThan(5);
    }

    @Test
    void poissonArrivalsAreIndependentAndSeeded() {
        int n = 20_000;
        double rate = 100;
        FireTimes times = FireTimes.poisson(rate, 9);
        FireTimes again = FireTimes.poisson(rate, 9);
        int[] perSecond = new int[1 + n / 50];
        double[] gaps = new double[n];
        long last = 0;
        for (int i = 0; i < n; i++) {
            long time = times.next();
            assertThat(again.next()).isEqualTo(time);
            gaps[i] = (time - last) / 1e9;
            perSecond[(int) (time / 1_000_000_000)]++;
            last = time;
        }
        int seconds = (int) (last / 1_000_000_000);
        double mean = 0;
        for (int i = 0; i < seconds; i++) {
            mean += (double) perSecond[i] / seconds;
        }
        double variance = 0;
        for (int i = 0; i < seconds; i++) {
            variance += (perSecond[i] - mean) * (perSecond[i] - mean) / (seconds - 1);
        }
        // Index of dispersion of a Poisson process is 1; its standard error is sqrt(2 / (seconds - 1)), here 0.1.
        assertThat(variance / mean).isCloseTo(1, within(0.4));
        assertThat(kolmogorovSmirnov(gaps, rate)).isLessThan(1.63 / Math.sqrt(n));
    }

    /// Largest distance of the gaps' distribution from an exponential one.
    private static double kolmogorovSmirnov(double[] gaps, double rate) {
        double[] sorted = gaps.clone();
        java.util.Arrays.sort(sorted);
        double largest = 0;
        for (int i = 0; i < sorted.length; i++) {
            double expected = -Math.expm1(-rate * sorted[i]);
            largest = Math.max(largest, Math.max(expected - (double) i / sorted.length, (i + 1.0) / sorted.length - expected));
        }
        return largest;
    }

    @Test
    void theCorpusHoldsDistinctSentencesAndZipfFavoursTheFirst() {
        List<String> sentences = Corpus.sentences(5000);
        assertThat(Set.copyOf(sentences)).hasSize(5000);
        assertThat(Corpus.earlierTraffic(Workload.DEFAULT, 1000)).isEqualTo(Corpus.earlierTraffic(Workload.DEFAULT, 1000))
                .isSubsetOf(sentences);
        Zipf zipf = new Zipf(5000, 1.0, 3);
        int first = 0;
        for (int i = 0; i < 100_000; i++) {
            first += zipf.next() == 0 ? 1 : 0;
        }
        // 1 / H(5000) = 1 / 9.0945
        assertThat(first / 100_000.0).isCloseTo(1 / 9.0945, within(0.005));
    }

    @Test
    void boundsAreReadAndBadOnesNamed() {
        assertThat(Slo.parse("p95=500ms,errors=1%,max=2s")).containsExactly(new Slo("p95", 500), new Slo("errors", 1),
                new Slo("max", 2000));
        assertThatThrownBy(() -> Slo.parse("p77=1ms")).hasMessageContaining("p77=1ms").hasMessageContaining("p95");
    }
}
