package gpudyno.console.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import gpudyno.model.meter.Frame;
import gpudyno.node.Connection;
import gpudyno.node.NodeUnreachableException;
import gpudyno.node.remote.RemoteNode;
import gpudyno.store.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A console against a node that means it harm: what it takes from it is bounded, and a sentence tells what was wrong.
class HostileNodeTest {
    /// What still comes after the end of a test is dropped.
    private final ExecutorService screen = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
            new ThreadPoolExecutor.DiscardPolicy());

    @AfterEach
    void stop() {
        screen.shutdown();
    }

    private static final HostileNode.Words NOTHING = (_, _) -> {};

    /// Attaches the node and looks at it until it is seen as expected.
    private void seen(HostileNode hostile, Predicate<NodeViewModel> expected) throws Exception {
        try (RemoteNode node = new RemoteNode(hostile.address(), "token")) {
            NodeViewModel model = screen.submit(() -> new NodeViewModel(node, Optional.of(hostile.address()),
                    new NodeCalls(work -> Thread.ofVirtual().start(work), screen))).get();
            try {
                await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50)).until(() -> screen.submit(() -> {
                    model.tick(Instant.now());
                    return expected.test(model);
                }).get());
            } finally {
                screen.submit(model::close).get();
            }
        }
    }

    private static Predicate<NodeViewModel> tells(String sentence) {
        return model -> model.reach().get().reason().contains(sentence);
    }

    @Test
    void aLineThatNeverEndsBreaksTheStream() throws Exception {
        try (HostileNode hostile = new HostileNode((node, out) -> {
            node.write(out, "event: frame\ndata: ");
            endlessly(node, out, "x".repeat(64 << 10));
        }, NOTHING)) {
            seen(hostile, tells("it sent an event of more than 2097152 bytes"));
            assertThat(hostile.sent()).as("bytes taken, buffers of the sockets included").isLessThan(hostile.streams() * (32L << 20));
        }
    }

    @Test
    void anEventOfEndlesslyManyLinesBreaksTheStream() throws Exception {
        try (HostileNode hostile = new HostileNode((node, out) -> endlessly(node, out, "data: x\r\n".repeat(8_000)), NOTHING)) {
            seen(hostile, tells("it sent an event of more than 2097152 bytes"));
        }
    }

    @Test
    void changesWithoutEndBreakTheStream() throws Exception {
        try (HostileNode hostile = new HostileNode((node, out) -> {
            node.greet(out);
            endlessly(node, out, "event: whatever\ndata: {}\nid: 1\n\n".repeat(1_000));
        }, NOTHING)) {
            seen(hostile, tells("it sent more than 500 changes a second"));
        }
    }

    private static void endlessly(HostileNode node, OutputStream out, String text) throws IOException {
        while (true) {
            node.write(out, text);
        }
    }

    @Test
    void whatCannotBeReadIsToldAndTheRestIsShown() throws Exception {
        for (String wrong : new String[]{"\"text\"", "[]", "null", "{\"sequence\": \"x\"}", "{", "{}", "[".repeat(5_000),
            "{\"sequence\":" + "9".repeat(5_000) + "}"}) {
            try (HostileNode hostile = new HostileNode((node, out) -> {
                node.event(out, 1, "frame", wrong);
                node.greet(out);
            }, NOTHING)) {
                seen(hostile, model -> model.facts().get().isPresent() && model.reach().get().connected()
                        && tells("it sent a change 'frame' that cannot be read").test(model)
                        && model.reach().get().reason().length() <= 310);
            }
        }
    }

    @Test
    void longTextsAreShortenedAndVeryLongOnesNotTaken() throws Exception {
        String info = HostileNode.info();
        try (HostileNode hostile = new HostileNode((node, out) -> {
            node.greet(out);
            node.event(out, 1, "info", info.replace("2 cores", "x".repeat(100_000)).replace("box", "y".repeat(100_000)));
            node.event(out, 1, "events",
                    "{\"events\":[{\"at\":\"2026-01-01T00:00:00Z\",\"severity\":\"INFO\",\"text\":\"" + "z".repeat(100_000)
                            + "\"}]}");
            node.event(out, 2, "info", info.replace("model", "x".repeat(300_000)));
        }, NOTHING)) {
            seen(hostile, model -> tells("it sent a change 'info' that cannot be read").test(model) && model.facts().get()
                    .filter(facts -> facts.info().hardware().length() < 1_010 && facts.info().name().length() < 1_010
                            && facts.info().hardware().startsWith("xxx") && facts.events().getFirst().text().length() < 1_010)
                    .isPresent());
        }
    }

    @Test
    void aNodeOfTheFutureIsShownAsFarAsItIsKnown() throws Exception {
        try (HostileNode hostile = new HostileNode((node, out) -> {
            node.event(out, 1, "info", HostileNode.info().replace("0.1.0", "99.0.0").replace("{\"name\"", "{\"mood\":[{}],\"name\""));
            node.event(out, 1, "targets", "{\"profile\":\"option-9\",\"since\":3}");
            node.event(out, 2, "dreams", "{\"of\":[1,2]}");
            node.event(out, 3, "event", "{\"at\":\"2026-01-01T00:00:00Z\",\"severity\":\"APOCALYPTIC\",\"text\":\"x\"}");
        }, NOTHING)) {
            seen(hostile,
                    model -> model.facts().get().filter(facts -> Skew.version(facts.info()).contains("99.0.0 · newer than")).isPresent()
                            && tells("'event' that cannot be read").test(model));
        }
    }

    @Test
    void noMoreFramesAreKeptThanAMinuteHas() throws Exception {
        try (HostileNode hostile = new HostileNode((node, out) -> {
            node.greet(out);
            Instant start = Instant.now();
            for (int i = 0; i < 4_000; i++) {
                node.event(out, i + 2, "frame",
                        Json.write(new Frame(i + 1, start.plusNanos(i), Duration.ofSeconds(1), Map.of())));
            }
        }, NOTHING)) {
            seen(hostile, model -> model.latest().filter(frame -> frame.sequence() == 4_000).isPresent() && model.live().size() <= 120);
        }
    }

    @Test
    void compressedAnswersAreNotUnpacked() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(bomb)) {
            for (int i = 0; i < 200; i++) {
                zip.write(new byte[1 << 20]);
            }
        }
        HostileNode.Words packed = (_, out) -> {
            out.write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: " + bomb.size()
                    + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(bomb.toByteArray());
        };
        try (HostileNode hostile = new HostileNode(NOTHING, packed); RemoteNode node = new RemoteNode(hostile.address(), "token")) {
            assertThatThrownBy(node::info).isInstanceOf(NodeUnreachableException.class)
                    .hasMessageContaining("did not answer as a node does")
                    .message().hasSizeLessThan(500);
        }
    }

    @Test
    void anEndlessAnswerIsCutOff() throws Exception {
        HostileNode.Words endless = (node, out) -> {
            node.write(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n[");
            endlessly(node, out, "1,".repeat(32 << 10));
        };
        try (HostileNode hostile = new HostileNode(NOTHING, endless); RemoteNode node = new RemoteNode(hostile.address(), "token")) {
            assertThatThrownBy(node::info).isInstanceOf(NodeUnreachableException.class).hasMessageContaining("more than 67108864 bytes");
            assertThat(node.connection().state()).isEqualTo(Connection.State.LOST);
        }
    }
}
