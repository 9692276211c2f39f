package gpudyno.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.cache.EmbeddingCache;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import gpudyno.model.trace.Kept;
import gpudyno.model.trace.Stage;
import gpudyno.model.trace.StageSpan;
import gpudyno.model.trace.Trace;
import gpudyno.serve.backend.Failures;
import gpudyno.serve.backend.ModelCard;
import gpudyno.trace.Tracer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Requests that fail at every point of the gateway: each gives one trace in which every stage has ended. The test is the backend.
class GatewayTraceTest {
    private final ServeSettings settings = new ServeSettings();
    private final MeterRegistry meters = new MeterRegistry();
    private final Batcher batcher = new Batcher(settings, meters);
    private final List<Trace> kept = new CopyOnWriteArrayList<>();
    private final Tracer tracer = new Tracer("model", kept::addAll);
    private volatile boolean tokenizerFails;
    private final Gateway gateway = new Gateway(settings, new EmbeddingCache(meters, 1 << 20, Duration.ofHours(1)), batcher,
            new EmbeddingWire(ModelCard.BUILT_IN, this::tokenize, UnaryOperator.identity()), meters, new Failures(meters));

    private int[] tokenize(String text) {
        if (tokenizerFails) {
            throw new IllegalStateException("no tokenizer");
        }
        return text.chars().toArray();
    }

    @BeforeEach
    void trace() {
        gateway.traceWith(tracer);
        settings.deadlineMillis = 5_000;
    }

    @AfterEach
    void close() {
        tracer.close();
        gateway.stop();
    }

    private static Call call(String body) {
        return Call.of(body.getBytes(StandardCharsets.UTF_8), name -> name.equals("traceparent")
                ? "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
                : null);
    }

    private static Call good(String input) {
        return call("{\"model\": \"all-MiniLM-L6-v2\", \"input\": [\"" + input + "\"]}");
    }

    private CompletableFuture<Reply> ask(Call call) {
        return CompletableFuture.supplyAsync(() -> gateway.embeddings(call), task -> Thread.ofVirtual().start(task));
    }

    private Trace failed(int status, Stage last) {
        await().atMost(Duration.ofSeconds(10)).until(() -> !kept.isEmpty());
        Trace trace = kept.getFirst();
        kept.clear();
        assertThat(trace.kept()).isEqualTo(Kept.FAILED);
        assertThat(trace.status()).isEqualTo(status);
        assertThat(trace.stages().getLast().stage()).isEqualTo(last);
        assertClosed(trace);
        return trace;
    }

    private static void assertClosed(Trace trace) {
        assertThat(trace.stages()).allSatisfy(span -> assertThat(span.millis()).isNotNegative());
        assertThat(trace.stages().stream().mapToDouble(StageSpan::millis).sum()).isLessThanOrEqualTo(trace.millis() + 1e-6);
        assertThat(trace.id()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    }

    private void backend(Consumer<List<Item>> work) throws InterruptedException {
        List<Item> batch = batcher.take();
        Objects.requireNonNull(batch.getFirst().batch).start(batch.size(), 4, 8);
        work.accept(batch);
        Objects.requireNonNull(batch.getFirst().batch).finish();
    }

    @Test
    void refusedBeforeItIsRead() {
        assertThat(gateway.embeddings(new Call(new byte[0], "gzip", Call.UNTOLD, good("a").traceparent(), null, null)).status())
                .isEqualTo(415);
        failed(415, Stage.ADMISSION);
    }

    @Test
    void whileItIsReadAndTokenised() {
        gateway.embeddings(call("{"));
        failed(400, Stage.TOKENISE);
        tokenizerFails = true;
        gateway.embeddings(good("a"));
        failed(500, Stage.TOKENISE);
    }

    @Test
    void inAFullQueueAndPastItsDeadlineThere() {
        settings.queueLimit = 1;
        CompletableFuture<Reply> first = ask(good("waits"));
        await().until(() -> batcher.depth() == 1);
        gateway.embeddings(good("finds it full"));
        failed(429, Stage.QUEUE);
        settings.queueLimit = 10;
        settings.deadlineMillis = 30;
        gateway.embeddings(good("is late"));
        assertThat(failed(503, Stage.QUEUE).attributes()).containsEntry("gpudyno.queue.ahead", "1");
        gateway.stop();
        assertThat(first.join().status()).isEqualTo(503);
        failed(503, Stage.QUEUE);
    }

    @Test
    void inTheModelAndWhileItWaitsForAnother() throws InterruptedException {
        settings.coalesce = true;
        CompletableFuture<Reply> first = ask(good("same"));
        await().until(() -> batcher.depth() == 1);
        CompletableFuture<Reply> second = ask(good("same"));
        await().until(() -> joined() == 1);
        backend(batch -> batch.forEach(item -> item.vector().completeExceptionally(new IllegalStateException("the model broke"))));
        assertThat(first.join().status()).isEqualTo(500);
        assertThat(second.join().status()).isEqualTo(500);
        await().until(() -> kept.size() == 2);
        assertThat(kept).extracting(trace -> trace.stages().getLast().stage()).containsExactlyInAnyOrder(Stage.INFERENCE,
                Stage.COALESCE_WAIT);
        kept.forEach(GatewayTraceTest::assertClosed);
    }

    private double joined() {
        return meters.counter(Meters.CACHE_COALESCED).total();
    }

    @Test
    void anAnswerNamesTheTraceThatTheCallerDidNotChoose() {
        Call own = Call.of("{}".getBytes(StandardCharsets.UTF_8), _ -> null);
        assertThat(gateway.embeddings(own).headers().get("traceresponse")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    }

    @Test
    void anAnsweredRequestHasEveryStage() throws InterruptedException {
        tracer.slow(1);
        CompletableFuture<Reply> answer = ask(good("good"));
        await().until(() -> batcher.depth() == 1);
        backend(batch -> batch.forEach(item -> item.vector().complete(new float[384])));
        assertThat(answer.join().headers()).as("the caller knows its trace").doesNotContainKey("traceresponse");
        await().atMost(Duration.ofSeconds(10)).until(() -> !kept.isEmpty());
        Trace trace = kept.getFirst();
        assertThat(trace.stages()).extracting(StageSpan::stage).containsExactly(Stage.ADMISSION, Stage.TOKENISE, Stage.CACHE_L1,
                Stage.QUEUE, Stage.BATCH, Stage.INFERENCE, Stage.WRITE);
        assertThat(trace.attributes()).containsEntry("gen_ai.usage.input_tokens", "4").containsEntry("gen_ai.request.model", "model");
        assertClosed(trace);
    }
}
