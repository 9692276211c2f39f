package gpudyno.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpudyno.Alone;
import gpudyno.load.Corpus;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.memory.Held;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import gpudyno.serve.backend.ModelCard;
import gpudyno.serve.backend.ModelFiles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The real model behind the real gateway.
@Alone
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final MeterRegistry meters = new MeterRegistry();
    private final KnobRegistry knobs = new KnobRegistry();
    private ModelServer server;

    @BeforeAll
    void start(@TempDir Path nativeFolder) {
        server = new ModelServer(meters, knobs, ModelFiles.builtIn(), nativeFolder);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void stock() throws InterruptedException {
        knobs.turn(ModelServer.STOCK.values(), "test");
        server.resetCache(List.of());
        frame();
    }

    private Frame frame() {
        return meters.close(1, Instant.EPOCH, Duration.ofSeconds(1));
    }

    private Reply post(String body) {
        return server.gateway().embeddings(Call.of(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String body(Object input) {
        return JSON.createObjectNode()
                .put("model", ModelCard.BUILT_IN.name()).<com.fasterxml.jackson.databind.node.ObjectNode>set("input",
                        JSON.valueToTree(input))
                .toString();
    }

    private JsonNode json(Reply reply) throws Exception {
        return JSON.readTree(reply.body());
    }

    private float[] embed(String text) throws Exception {
        Reply reply = post(body(text));
        assertThat(reply.status()).as(new String(reply.body(), StandardCharsets.UTF_8)).isEqualTo(200);
        return JSON.treeToValue(json(reply).at("/data/0/embedding"), float[].class);
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        double squareA = 0;
        double squareB = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
            squareA += a[i] * a[i];
            squareB += b[i] * b[i];
        }
        return dot / Math.sqrt(squareA * squareB);
    }

    private List<Reply> together(List<String> bodies) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Reply>> calls = new ArrayList<>();
            bodies.forEach(text -> calls.add(() -> post(text)));
            List<Reply> replies = new ArrayList<>();
            for (Future<Reply> future : threads.invokeAll(calls)) {
                replies.add(future.get());
            }
            return replies;
        }
    }

    private static List<String> sentences() {
        String[] subjects = {"The server", "A small model", "Every request", "Our laboratory in Vienna",
            "The quick brown fox, having slept badly,"};
        String[] verbs = {"holds", "answers slowly", "runs out of memory when", "is said to prefer", "cannot explain"};
        String[] objects = {"tea.", "four hundred requests a second inside the latency target", "what nobody asked",
            "the weather over the northern sea",
            "why two plus two, written in words and then repeated for the sake of length, should still be four in every language that was ever written down by people"};
        List<String> all = new ArrayList<>();
        for (String subject : subjects) {
            for (String verb : verbs) {
                for (String object : objects) {
                    all.add(subject + " " + verb + " " + object);
                }
            }
        }
        return all;
    }

    @Test
    void meaningIsInTheVectors() throws Exception {
        float[] cat = embed("A cat sits on the mat.");
        assertThat(cat).hasSize(ModelCard.BUILT_IN.dimensions());
        assertThat(cosine(cat, embed("A kitten is sitting on a rug."))).isGreaterThan(0.5);
        assertThat(cosine(cat, embed("Quarterly earnings fell short of forecasts."))).isLessThan(0.2);
    }

    @Test
    void base64AndFloatsCarryTheSameVector() throws Exception {
        float[] floats = embed("same vector");
        JsonNode reply = json(
                post("{\"model\":\"" + ModelCard.BUILT_IN.name() + "\",\"input\":[\"same vector\"],\"encoding_format\":\"base64\"}"));
        float[] decoded = new float[ModelCard.BUILT_IN.dimensions()];
        ByteBuffer.wrap(Base64.getDecoder().decode(reply.at("/data/0/embedding").asText())).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer()
                .get(decoded);
        assertThat(cosine(decoded, floats)).isGreaterThan(0.99999);
        assertThat(reply.at("/usage/prompt_tokens").asInt()).isEqualTo(4);
    }

    @Test
    void aRepeatedInputIsAHitUntilTheCacheIsTurnedOff() throws Exception {
        knobs.turn(Map.of("cache.enabled", true), "test");
        embed("cached once");
        embed("cached once");
        assertThat(DerivedMeters.of(frame())).containsEntry(DerivedMeters.CACHE_HIT_PERCENT, 50.0);
        knobs.turn(Map.of("cache.enabled", false), "test");
        embed("cached once");
        assertThat(DerivedMeters.of(frame())).containsEntry(DerivedMeters.CACHE_HIT_PERCENT, 0.0);
    }

    @Test
    void equalInputsInFlightAreComputedOnceAndCountedApart() throws Exception {
        knobs.turn(Map.of("cache.coalesce", true, "serve.batch.maxDelay", 50, "serve.batch.maxSize", 64), "test");
        List<Reply> replies = together(java.util.Collections.nCopies(20, body("all at once")));
        assertThat(replies).allMatch(reply -> reply.status() == 200);
        Frame frame = frame();
        assertThat(frame.counted(Meters.CACHE_MISSES.id()) + frame.counted(Meters.CACHE_COALESCED.id())).isEqualTo(20);
        assertThat(frame.counted(Meters.CACHE_COALESCED.id())).isGreaterThanOrEqualTo(10);
    }

    @Test
    void aFullQueueRefusesAtOnceAndSaysWhenToComeBack() throws Exception {
        knobs.turn(Map.of("serve.queue.limit", 4), "test");
        List<String> bodies = sentences().stream().map(ModelServerTest::body).toList();
        List<Reply> replies = together(bodies);
        assertThat(replies).anyMatch(reply -> reply.status() == 429 && reply.headers().containsKey("Retry-After"));
        assertThat(replies).allMatch(reply -> reply.status() == 200 || reply.status() == 429);
    }

    @Test
    void aRequestPastItsDeadlineIsDroppedBeforeTheBackendAndCountedLate() throws Exception {
        knobs.turn(Map.of("serve.deadline", 50), "test");
        List<Reply> replies = together(sentences().stream().map(ModelServerTest::body).toList());
        assertThat(replies).anyMatch(reply -> reply.status() == 503);
        Frame frame = frame();
        double late = frame.counted(Meters.REQUESTS.series(Meters.Outcome.LATE.label()));
        assertThat(late).isEqualTo((double) replies.stream().filter(reply -> reply.status() == 503).count());
        assertThat(frame.distribution(Meters.BATCH_SIZE.id()).count()).isLessThan(replies.size());
    }

    @Test
    void sessionsAndThreadsChangeUnderLoadWithoutLosingARequest() throws Exception {
        List<String> bodies = sentences().stream().map(ModelServerTest::body).toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<Reply>> replies = threads.submit(() -> together(bodies));
            knobs.turn(Map.of("backend.sessions", 2, "backend.intraOpThreads", 1), "test");
            knobs.turn(Map.of("backend.sessions", 1, "serve.batch.maxSize", 16, "backend.arena.shrink", true), "test");
            assertThat(replies.get()).allMatch(reply -> reply.status() == 200);
        }
    }

    @Test
    void aRequestThatJoinsAnEqualOneKeepsItsOwnDeadline() throws Exception {
        // The first waits for a batch that does not fill, longer than its deadline; the second, equal and more patient, is answered.
        knobs.turn(Map.of("cache.coalesce", true, "serve.batch.maxDelay", 50, "serve.batch.maxSize", 64, "serve.deadline", 50), "test");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Reply> impatient = threads.submit(() -> post(body("two of a kind")));
            await().until(() -> frame().counted(Meters.CACHE_MISSES.id()) == 1);
            knobs.turn(Map.of("serve.deadline", 10_000), "test");
            Future<Reply> patient = threads.submit(() -> post(body("two of a kind")));
            assertThat(patient.get().status()).isEqualTo(200);
            assertThat(impatient.get().status()).isEqualTo(503);
        }
    }

    @Test
    void anEntryThatOutlivesItsTimeIsComputedAgain() throws Exception {
        knobs.turn(Map.of("cache.enabled", true, "cache.ttl", 1), "test");
        embed("short-lived");
        frame();
        await().atMost(Duration.ofSeconds(5)).until(() -> {
            embed("short-lived");
            return frame().counted(Meters.CACHE_MISSES.id()) == 1;
        });
    }

    @Test
    void aSmallerCacheEvictsAtOnceAndKeepsItsBound() throws Exception {
        knobs.turn(Map.of("cache.enabled", true), "test");
        List<String> texts = Corpus.sentences(300);
        server.resetCache(texts);
        // A request of an earlier test that was answered late may have left one more.
        double before = frame().gauge(Meters.CACHE_ENTRIES.id());
        assertThat(before).isBetween(300.0, 302.0);
        knobs.turn(Map.of("cache.maxBytes", 1 << 20), "test");
        Frame frame = frame();
        assertThat(frame.gauge(Meters.CACHE_BYTES.id())).isLessThanOrEqualTo(1 << 20);
        assertThat(frame.counted(Meters.CACHE_EVICTIONS.id())).isEqualTo(before - frame.gauge(Meters.CACHE_ENTRIES.id()));
    }

    @Test
    void warmingTheCacheIsNoTraffic() throws Exception {
        knobs.turn(Map.of("cache.enabled", true), "test");
        server.resetCache(List.of("warmed past the meters"));
        Frame frame = frame();
        assertThat(frame.counted(Meters.ARRIVALS.id()) + frame.counted(Meters.CACHE_MISSES.id())).isZero();
        assertThat(frame.distribution(Meters.BATCH_SIZE.id()).count() + frame.distribution(Meters.BACKEND_TIME.id()).count()).isZero();
    }

    @Test
    void tokenIdsGiveTheVectorOfTheirText() throws Exception {
        float[] text = embed("Hello, world!");
        for (Object ids : List.of(List.of(7592, 1010, 2088, 999), List.of(101, 7592, 1010, 2088, 999, 102),
                List.of(List.of(7592, 1010, 2088, 999), List.of(999)))) {
            JsonNode reply = json(post(body(ids)));
            assertThat(cosine(JSON.treeToValue(reply.at("/data/0/embedding"), float[].class), text)).isGreaterThan(0.99999);
        }
    }

    @Test
    void severalInputsComeBackInTheirOrder() throws Exception {
        knobs.turn(Map.of("cache.enabled", true, "cache.coalesce", true, "serve.batch.maxSize", 8), "test");
        float[] second = embed("the second");
        List<String> texts = List.of("the first", "the second", "the third, which is longer than the other two by quite a few words",
                "the first");
        JsonNode reply = json(post(body(texts)));
        assertThat(reply.at("/data")).hasSize(4);
        for (int i = 0; i < 4; i++) {
            assertThat(reply.at("/data/" + i + "/index").asInt()).isEqualTo(i);
        }
        assertThat(JSON.treeToValue(reply.at("/data/1/embedding"), float[].class)).isEqualTo(second);
        assertThat(reply.at("/data/3/embedding")).isEqualTo(reply.at("/data/0/embedding"));
    }

    @Test
    void reclaimingGivesBackWhatALargeBatchLeftReserved() throws Exception {
        knobs.turn(Map.of("serve.batch.maxSize", 32), "test");
        assertThat(post(body(java.util.Collections.nCopies(32, "word ".repeat(200)))).status()).isEqualTo(200);
        Held before = server.backendMemory().orElseThrow();
        assertThat(before.source()).isEqualTo(Held.Source.ARENA);
        assertThat(frame().gauge(Meters.ARENA_RESERVED.id())).isEqualTo((double) before.reserved());
        assertThat(before.allocated()).isBetween(1L, before.reserved());
        server.reclaim();
        assertThat(before.reserved() - server.backendMemory().orElseThrow().reserved()).isGreaterThan(64L << 20);
        assertThat(embed("still serving")).hasSize(ModelCard.BUILT_IN.dimensions());
    }

    @Test
    void aWarmedCacheStartsFromTheSameStateEveryTime() throws Exception {
        knobs.turn(Map.of("cache.enabled", true), "test");
        List<String> texts = sentences().subList(0, 10);
        for (int i = 0; i < 2; i++) {
            server.resetCache(texts);
            frame();
            embed(texts.getFirst());
            embed("never warmed " + i);
            assertThat(DerivedMeters.of(frame())).containsEntry(DerivedMeters.CACHE_HIT_PERCENT, 50.0);
        }
    }

    @Test
    void badRequestsGetAnErrorThatNamesWhatIsAllowedAndTheNodeGoesOn() throws Exception {
        check("{", 400, "not valid JSON");
        check("[]", 400, "JSON object");
        check("{\"model\":\"all-MiniLM-L6-v2\",\"input\":5}", 400, "string or an array of strings");
        check("{\"model\":\"all-MiniLM-L6-v2\",\"input\":[\"a\",5]}", 400, "input[1]");
        check("{\"model\":\"all-MiniLM-L6-v2\",\"input\":[]}", 400, "empty");
        check("{\"model\":\"all-MiniLM-L6-v2\",\"input\":\"\"}", 400, "empty string");
        check("{\"model\":\"all-MiniLM-L6-v2\"}", 400, "'input' is missing");
        check("{\"input\":\"a\"}", 400, "'model' is missing");
        check("{\"model\":\"gpt-9\",\"input\":\"a\"}", 404, "all-MiniLM-L6-v2");
        check(body("x".repeat(1_000_000)), 400, "32768");
        check(body("word ".repeat(600)), 400, "512");
        check("{\"model\":\"all-MiniLM-L6-v2\",\"input\":\"a\",\"encoding_format\":\"hex\"}", 400, "float");
        check("{\"a\":".repeat(5000), 400, "depth");
        check(body(List.of(30_522)), 400, "30521");
        check(body(List.of(List.of())), 400, "input[0]");
        check(body(List.of(1, "a")), 400, "token ids");
        check(body(java.util.Collections.nCopies(600, 7)), 400, "512");
        check(body("a".repeat(5 << 20)), 413, "4194304");
        assertThat(embed("still serving")).hasSize(ModelCard.BUILT_IN.dimensions());
    }

    private void check(String body, int status, String message) throws Exception {
        Reply reply = post(body);
        assertThat(reply.status()).as(body.substring(0, Math.min(80, body.length()))).isEqualTo(status);
        assertThat(json(reply).at("/error/message").asText()).contains(message);
        assertThat(json(reply).at("/error/type").asText()).isEqualTo("invalid_request_error");
    }
}
