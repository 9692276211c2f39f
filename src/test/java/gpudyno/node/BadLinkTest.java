package gpudyno.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import gpudyno.Alone;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Sample;
import gpudyno.node.local.LocalNode;
import gpudyno.node.remote.RemoteNode;
import gpudyno.node.server.ApiToken;
import gpudyno.node.server.NodeServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A remote node over a link that delays, loses and breaks.
@Alone
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadLinkTest {
    private static final Meter DONE = Meter.counter("commands.done", "1", "Commands that ran");

    private LocalNode local;
    private ApiToken token;
    private NodeServer server;

    @BeforeAll
    void start(@TempDir Path data) {
        local = new LocalNode(data, "far");
        token = ApiToken.at(data.resolve("token"));
        server = new NodeServer(local, token, "127.0.0.1", 0);
        local.customMeters().declare(DONE);
    }

    @AfterAll
    void stop() {
        server.close();
        local.close();
    }

    private RemoteNode over(BadLink link) {
        return new RemoteNode(URI.create("http://127.0.0.1:" + link.port()), token.text());
    }

    private double done() {
        return local.totals().get(DONE.series()) instanceof Reading.Counter counted ? counted.sum() : 0;
    }

    @Test
    void noCommandRunsTwiceThoughTheLinkBreaksAgainAndAgain() throws Exception {
        try (BadLink link = new BadLink(server.port(), Duration.ofMillis(20), 0, 1);
                RemoteNode far = over(link);
                var callers = Executors.newVirtualThreadPerTaskExecutor();
                var breaks = Executors.newSingleThreadScheduledExecutor()) {
            far.info();
            double before = done();
            breaks.scheduleWithFixedDelay(link::reset, 30, 300, java.util.concurrent.TimeUnit.MILLISECONDS);
            List<Future<?>> callings = IntStream.range(0, 8).<Future<?>>mapToObj(_ -> callers.submit(() -> {
                for (int i = 0; i < 25; i++) {
                    far.customMeters().push(List.of(new Sample(DONE.series(), 1)));
                }
            })).toList();
            for (Future<?> calling : callings) {
                calling.get();
            }
            breaks.shutdownNow();
            assertThat(link.requests()).as("some were sent again").isGreaterThan(201);
            assertThat(done() - before).isEqualTo(200);
        }
    }

    @Test
    void framesOfACutArriveAfterwards() throws Exception {
        List<Long> seen = new CopyOnWriteArrayList<>();
        try (BadLink link = new BadLink(server.port(), Duration.ofMillis(20), 0.02, 2);
                RemoteNode far = over(link);
                Subscription subscription = far.changes().subscribe(0,
                        change -> change.as(Frames.FRAME).ifPresent(frame -> seen.add(frame.sequence())))) {
            await().atMost(Duration.ofSeconds(10)).until(() -> seen.size() >= 2);
            long last = seen.getLast();
            link.cut();
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> local.frames()
                            .history(java.time.Instant.now().minusSeconds(60), java.time.Instant.now(), Duration.ofSeconds(1),
                                    java.util.Set.of())
                            .getLast().sequence() >= last + 3);
            link.reset();
            link.mend();
            await().atMost(Duration.ofSeconds(10)).until(() -> seen.getLast() >= last + 3);
            assertThat(seen).as("each frame once, in order")
                    .isEqualTo(LongStream.rangeClosed(seen.getFirst(), seen.getLast()).boxed().toList());
            assertThat(subscription.dropped()).isZero();
        }
    }

    @Test
    void theRoundTripAndTheClockAreMeasured() throws IOException {
        try (BadLink link = new BadLink(server.port(), Duration.ofMillis(80), 0, 3); RemoteNode far = over(link)) {
            assertThat(far.connection().clockAhead()).isEmpty();
            far.info();
            assertThat(far.connection().roundTrip()).isBetween(Duration.ofMillis(80), Duration.ofMillis(400));
            assertThat(far.connection().clockAhead().orElseThrow().toMillis() / 1e3).as("both have the same clock").isCloseTo(0,
                    within(0.2));
        }
    }
}
