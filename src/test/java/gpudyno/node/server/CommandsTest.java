package gpudyno.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Commands over real HTTP, counted where they run.
class CommandsTest {
    private static final Instant STARTED = Instant.parse("2026-01-01T00:00:00Z");

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger runs = new AtomicInteger();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final Commands commands = new Commands(STARTED, Duration.ofMillis(300));
    private Javalin server;

    @BeforeEach
    void start() {
        server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.concurrency.useVirtualThreads = true;
            Routes routes = new Routes(config.routes, commands);
            routes.post("/api/count", Role.OPERATOR, this::count);
            routes.post("/api/wait", Role.OPERATOR, context -> {
                gate.await();
                count(context);
            });
            routes.post("/api/refuse", Role.OPERATOR, _ -> {
                throw new IllegalStateException("refusal " + runs.incrementAndGet());
            });
            routes.post("/api/large", Role.OPERATOR, context -> context.result("x".repeat(900_000 + runs.incrementAndGet())));
            Problems.map(config.routes);
        }).start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        gate.countDown();
        server.stop();
    }

    private void count(Context context) throws IOException {
        Exchange.body(context, Exchange.OBJECT);
        Exchange.json(context.status(201), Map.of("run", runs.incrementAndGet()));
    }

    private CompletableFuture<HttpResponse<String>> sent(String path, String id, String body, Optional<String> since) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header(Commands.ID, id).POST(HttpRequest.BodyPublishers.ofString(body));
        since.ifPresent(told -> request.header(Commands.SINCE, told));
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> send(String path, String id, String body) {
        return sent(path, id, body, Optional.empty()).join();
    }

    @Test
    void aCommandThatIsSentAgainRunsOnceAndIsAnsweredAlike() {
        HttpResponse<String> first = send("/api/count", "a", "{}");
        HttpResponse<String> again = send("/api/count", "a", "{}");
        assertThat(runs).hasValue(1);
        assertThat(again.statusCode()).isEqualTo(first.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body()).isEqualTo("{\"run\":1}");
        assertThat(again.headers().firstValue("Content-Type")).isEqualTo(first.headers().firstValue("Content-Type"));
        send("/api/count", "b", "{}");
        assertThat(runs).hasValue(2);
    }

    @Test
    void aRefusalIsAnOutcomeToo() {
        assertThat(send("/api/refuse", "a", "").body()).contains("refusal 1");
        HttpResponse<String> again = send("/api/refuse", "a", "");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("refusal 1");
    }

    @Test
    void aSecondRequestWaitsForTheFirstOrIsToldToAskAgain() {
        CompletableFuture<HttpResponse<String>> first = sent("/api/wait", "a", "{}", Optional.empty());
        await().until(() -> commands.kept() == 1);
        HttpResponse<String> early = send("/api/wait", "a", "{}");
        assertThat(early.statusCode()).isEqualTo(503);
        assertThat(early.headers().firstValue("Retry-After")).contains("1");
        CompletableFuture<HttpResponse<String>> second = sent("/api/wait", "a", "{}", Optional.empty());
        gate.countDown();
        assertThat(second.join().body()).isEqualTo(first.join().body());
        assertThat(runs).hasValue(1);
    }

    @Test
    void anIdBelongsToOneCommand() {
        send("/api/count", "a", "{}");
        assertThat(send("/api/count", "a", "{\"other\": 1}").statusCode()).isEqualTo(422);
        assertThat(send("/api/refuse", "a", "{}").statusCode()).isEqualTo(422);
        assertThat(send("/api/count", "x".repeat(81), "{}").body()).contains(Commands.ID);
        assertThat(runs).hasValue(1);
    }

    @Test
    void aCommandFromBeforeTheNodesStartIsRefused() {
        HttpResponse<String> before = sent("/api/count", "a", "{}", Optional.of("1")).join();
        assertThat(before.statusCode()).isEqualTo(409);
        assertThat(before.body()).contains("started again", "not known");
        assertThat(sent("/api/count", "a", "{}", Optional.of(Long.toString(STARTED.toEpochMilli()))).join().statusCode()).isEqualTo(201);
        assertThat(runs).hasValue(1);
    }

    /// The first request's body never arrives whole, so nothing ran, and the second one is not answered with that.
    @Test
    void aBodyThatIsCutOffIsNoCommand() {
        try (Socket broken = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            broken.getOutputStream().write(("POST /api/count HTTP/1.1\r\nHost: localhost\r\n" + Commands.ID
                    + ": a\r\nContent-Length: 20\r\n\r\n{\"half\":").getBytes(StandardCharsets.US_ASCII));
            broken.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(send("/api/count", "a", "{}").statusCode()).isEqualTo(201);
        assertThat(runs).hasValue(1);
    }

    @Test
    void theOldestOutcomesAreForgottenWhenTheyTakeTooMuch() {
        for (int i = 0; i < 12; i++) {
            send("/api/large", "large-" + i, "");
        }
        assertThat(commands.kept()).isLessThanOrEqualTo(Commands.MOST_BYTES / 900_000 + 2);
        int before = runs.get();
        send("/api/large", "large-11", "");
        assertThat(runs).as("the newest is kept").hasValue(before);
        send("/api/large", "large-0", "");
        assertThat(runs).as("the oldest is not").hasValue(before + 1);
    }
}
