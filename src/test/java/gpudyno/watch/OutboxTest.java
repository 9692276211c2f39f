package gpudyno.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import gpudyno.model.alert.Alert;
import gpudyno.model.node.Event.Severity;
import gpudyno.store.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {
    private static final Outbox.Saved NOTHING = new Outbox.Saved(List.of(), Map.of());
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private record Heard(long id, String body, @Nullable String signature) {}

    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile int replyBytes;
    private volatile List<Notification> firing = List.of();
    private volatile int mostBytes = Integer.MAX_VALUE;
    private volatile @Nullable String authorization;
    private volatile @Nullable String tenant;
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        authorization = exchange.getRequestHeaders().getFirst("Authorization");
        tenant = exchange.getRequestHeaders().getFirst("X-Tenant");
        if (body.length() > mostBytes) {
            exchange.sendResponseHeaders(413, -1);
            exchange.close();
            return;
        }
        if (status == 200) {
            heard.add(new Heard(Long.parseLong(exchange.getRequestHeaders().getFirst("GPUDyno-Delivery")), body,
                    exchange.getRequestHeaders().getFirst("GPUDyno-Signature")));
        }
        exchange.sendResponseHeaders(status, replyBytes == 0 ? -1 : replyBytes);
        try (var out = exchange.getResponseBody()) {
            out.write(new byte[replyBytes]);
        }
    }

    private Receiver receiver(Receiver.Kind kind, Optional<String> secretFile) {
        return new Receiver("r", kind, URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"), secretFile);
    }

    private Outbox outbox(Outbox.Saved saved, Receiver... receivers) {
        Outbox outbox = new Outbox(List.of(receivers), "node", Duration.ofMillis(5), saved, () -> {}, said::add,
                () -> firing, Duration.ofMillis(50));
        outbox.start();
        return outbox;
    }

    private static Notification notification(long id) {
        return new Notification(id, "memory", NOON, List.of(new Notice(id, "memory-high", "0", Severity.WARNING, "Memory <high>",
                "memory.percent = 90", 2, NOON, Alert.State.FIRING)));
    }

    private List<Long> ids() {
        return heard.stream().map(Heard::id).toList();
    }

    private static void hand(Outbox outbox, long id) {
        outbox.add(List.of(notification(id)));
        outbox.release();
    }

    @Test
    void aReceiverThatWasAwayGetsEverythingInOrderAlsoAcrossARestart() {
        status = 503;
        List<Long> all = LongStream.rangeClosed(1, 120).boxed().toList();
        Outbox.Saved saved;
        try (Outbox before = outbox(NOTHING, receiver(Receiver.Kind.WEBHOOK, Optional.empty()))) {
            all.subList(0, 60).forEach(id -> hand(before, id));
            await().until(before::isFailing);
            saved = Json.read(Json.write(before.save()), Outbox.Saved.class);
        }
        try (Outbox after = outbox(saved, receiver(Receiver.Kind.WEBHOOK, Optional.empty()))) {
            all.subList(60, 120).forEach(id -> hand(after, id));
            await().until(after::isFailing);
            assertThat(after.status()).singleElement().asString().contains("120 waiting").contains("503");
            status = 200;
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(ids()).isEqualTo(all));
            await().until(() -> after.save().kept().isEmpty());
        }
    }

    @Test
    void nothingIsSentBeforeItIsLetGo() {
        try (Outbox outbox = outbox(NOTHING, receiver(Receiver.Kind.WEBHOOK, Optional.empty()))) {
            outbox.add(List.of(notification(1)));
            outbox.release();
            await().until(() -> ids().equals(List.of(1L)));
            outbox.add(List.of(notification(2)));
            await().until(() -> outbox.status().getFirst().contains("1 waiting"));
            assertThat(ids()).containsExactly(1L);
            outbox.release();
            await().until(() -> ids().equals(List.of(1L, 2L)));
        }
    }

    @Test
    void aHugeReplyCostsNothingAndARefusalIsSaidAndDoesNotBlock() {
        replyBytes = 10 << 20;
        try (Outbox outbox = outbox(NOTHING, receiver(Receiver.Kind.WEBHOOK, Optional.empty()))) {
            hand(outbox, 1);
            await().atMost(Duration.ofSeconds(10)).until(() -> outbox.save().kept().isEmpty());
            replyBytes = 0;
            status = 400;
            hand(outbox, 2);
            await().until(() -> !said.isEmpty());
            assertThat(said.getFirst()).contains("refused notification 2").contains("400");
            status = 200;
            hand(outbox, 3);
            await().until(() -> ids().contains(3L));
        }
    }

    @Test
    void whatIsSentIsSignedAndSpeaksTheReceiversLanguage(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "s3cret\n");
        try (Outbox outbox = outbox(NOTHING, receiver(Receiver.Kind.SLACK, Optional.of(secret.toString())))) {
            hand(outbox, 1);
            await().until(() -> heard.size() == 1);
        }
        Heard one = heard.getFirst();
        assertThat(one.body).contains("Memory &lt;high&gt; [0] (2 times) on node");
        String signature = java.util.Objects.requireNonNull(one.signature);
        long seconds = Long.parseLong(signature.substring(2, signature.indexOf(',')));
        assertThat(signature).isEqualTo(Webhook.signature("s3cret", seconds, one.body)).doesNotContain("s3cret");
        assertThat(Payload.of(Receiver.Kind.ALERTMANAGER, "node", notification(1), NOON.plusSeconds(3600)))
                .contains("\"startsAt\":\"2026-01-01T12:00:00Z\"")
                .contains("\"endsAt\":\"2026-01-01T13:04:00Z\"").contains("\"severity\":\"warning\"");
    }

    @Test
    void whatIsKeptForAnAbsentReceiverIsBounded() {
        status = 503;
        try (Outbox outbox = outbox(NOTHING, receiver(Receiver.Kind.WEBHOOK, Optional.empty()))) {
            IntStream.rangeClosed(1, Outbox.MOST_KEPT + 5).forEach(id -> hand(outbox, id));
            assertThat(outbox.save().kept()).hasSize(Outbox.MOST_KEPT);
            assertThat(said).isNotEmpty();
        }
    }

    private static Notification large(int notices) {
        return new Notification(7, "memory", NOON,
                IntStream.range(0, notices).mapToObj(i -> new Notice(i, "memory-high", "gpu" + i + "x".repeat(500),
                        Severity.WARNING, "Memory high", "memory.percent = 90", 1, NOON, Alert.State.FIRING)).toList());
    }

    @Test
    void anAlertmanagerIsToldAgainWhatFiresWithItsEndMovedOn() {
        firing = List.of(notification(1));
        try (Outbox outbox = outbox(NOTHING, receiver(Receiver.Kind.ALERTMANAGER, Optional.empty()))) {
            await().atMost(Duration.ofSeconds(10)).until(() -> heard.size() >= 3);
            assertThat(outbox.isFailing()).isFalse();
        }
        List<String> ends = heard.stream()
                .map(one -> Json.read(one.body, com.fasterxml.jackson.databind.JsonNode.class).get(0).get("endsAt").asText())
                .toList();
        assertThat(ends).isSorted().doesNotHaveDuplicates();
        assertThat(Instant.parse(ends.getFirst())).isAfter(Instant.now().plusSeconds(120)).isBefore(Instant.now().plusSeconds(300));
        assertThat(heard).extracting(Heard::body).allMatch(body -> body.contains("\"startsAt\":\"2026-01-01T12:00:00Z\""));
    }

    @Test
    void whatIsTooLargeForAReceiverArrivesInPartsAndATooLongTextIsShortened() {
        mostBytes = 20_000;
        try (Outbox outbox = outbox(NOTHING, receiver(Receiver.Kind.WEBHOOK, Optional.empty()))) {
            outbox.add(List.of(large(200)));
            outbox.release();
            await().atMost(Duration.ofSeconds(10)).until(() -> outbox.save().kept().isEmpty());
        }
        String all = String.join("", heard.stream().map(Heard::body).toList());
        assertThat(IntStream.range(0, 200).filter(i -> all.contains("\"gpu" + i + "x"))).hasSize(200);
        assertThat(said).isEmpty();
        String text = Payload.of(Receiver.Kind.SLACK, "node", large(200), NOON);
        assertThat(text).hasSizeLessThan(40_000).contains(" more\"}");
    }

    @Test
    void headersAndCredentialsAreSentAndNoneIsInAMessage(@TempDir Path folder) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "t0ken\n");
        URI url = URI.create("http://user:p%40ss@127.0.0.1:" + server.getAddress().getPort() + "/");
        try (Outbox outbox = outbox(NOTHING, new Receiver("r", Receiver.Kind.WEBHOOK, url, Optional.empty(), Map.of("X-Tenant", "one"),
                Optional.empty()))) {
            hand(outbox, 1);
            await().until(() -> heard.size() == 1);
            assertThat(authorization)
                    .isEqualTo("Basic " + java.util.Base64.getEncoder().encodeToString("user:p@ss".getBytes(StandardCharsets.UTF_8)));
            assertThat(tenant).isEqualTo("one");
            assertThat(outbox.status().toString()).doesNotContain("ss@").doesNotContain("p%40ss");
        }
        try (Outbox outbox = outbox(NOTHING, new Receiver("r", Receiver.Kind.WEBHOOK, url, Optional.empty(), Map.of(),
                Optional.of(token.toString())))) {
            hand(outbox, 2);
            await().until(() -> heard.size() == 2);
            assertThat(authorization).isEqualTo("Bearer t0ken");
        }
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> new Receiver("r", Receiver.Kind.WEBHOOK, url, Optional.empty(),
                Map.of("X-Key", "s3cret\nX: y"), Optional.empty())).hasMessageContaining("X-Key").hasMessageNotContaining("s3cret");
    }
}
