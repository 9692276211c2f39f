package gpudyno.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.Alone;
import gpudyno.cache.EmbeddingCache;
import gpudyno.cache.TokenKey;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Meters.Outcome;
import gpudyno.serve.backend.EmbeddingModel;
import gpudyno.serve.backend.Failures;
import gpudyno.serve.backend.ModelCard;
import gpudyno.serve.backend.SessionPool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Whatever one request or batch does to the thread that works for it, the next is served.
@Alone
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EngineThreadsTest {
    private EmbeddingModel model;

    @BeforeAll
    void load(@TempDir Path nativeFolder) {
        model = new EmbeddingModel(nativeFolder);
    }

    @AfterAll
    void close() {
        model.close();
    }

    private static Frame frame(MeterRegistry meters) {
        return meters.close(1, Instant.EPOCH, Duration.ofSeconds(1));
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    @Test
    void aWorkerOutlivesAnyFailureOfItsBatchAndEachIsCounted() {
        MeterRegistry meters = new MeterRegistry();
        List<Throwable> failures = List.of(new IllegalStateException("a"), new StackOverflowError(), new AssertionError("b"),
                new LinkageError("c"), new IOException("d"));
        ConcurrentLinkedQueue<Throwable> toThrow = new ConcurrentLinkedQueue<>(failures);
        CountDownLatch served = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        SessionPool pool = new SessionPool(model, run -> {
            Throwable failure = toThrow.poll();
            if (failure != null) {
                EngineThreadsTest.<RuntimeException>sneak(failure);
            }
            assertThat(run.embed(List.of(new int[]{101, 7592, 102}))).hasDimensions(1, ModelCard.BUILT_IN.dimensions());
            served.countDown();
            end.await();
        }, () -> false, meters, new Failures(meters));
        pool.resize(1, 1);
        await().atMost(Duration.ofSeconds(20)).until(() -> served.getCount() == 0);
        assertThat(frame(meters).counted(Meters.SERVE_FAILURES.id())).isEqualTo(failures.size());
        pool.close();
    }

    /// A gateway whose tokenizer and backend are given.
    private static Gateway gateway(MeterRegistry meters, ServeSettings settings, Batcher batcher, Function<String, int[]> tokenize) {
        return new Gateway(settings, new EmbeddingCache(meters, 1 << 20, Duration.ofHours(1)), batcher,
                new EmbeddingWire(ModelCard.BUILT_IN, tokenize, UnaryOperator.identity()), meters,
                new Failures(meters));
    }

    private static Call call(String text) {
        return Call.of(("{\"model\":\"" + ModelCard.BUILT_IN.name() + "\",\"input\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aRequestThatMeetsAFaultOfTheNodeIsAnsweredInShapeAndCounted() {
        MeterRegistry meters = new MeterRegistry();
        ServeSettings settings = new ServeSettings();
        Gateway gateway = gateway(meters, settings, new Batcher(settings, meters), _ -> {
            throw new StackOverflowError();
        });
        Reply reply = gateway.embeddings(call("a"));
        assertThat(reply.status()).isEqualTo(500);
        assertThat(new String(reply.body(), StandardCharsets.UTF_8)).contains("server_error").contains("its log says how");
        Frame frame = frame(meters);
        assertThat(frame.counted(Meters.REQUESTS.series(Outcome.FAILED.label()))).isEqualTo(1);
        assertThat(frame.counted(Meters.SERVE_FAILURES.id())).isEqualTo(1);
        assertThat(frame.gauge(Meters.IN_FLIGHT.id())).isZero();
    }

    /// With coalescing on, a request that is refused at a full queue must take along who joined it, and leave no trace for the next.
    @Test
    void whatWasRefusedAtTheQueueKeepsNobodyWaiting() throws Exception {
        MeterRegistry meters = new MeterRegistry();
        ServeSettings settings = new ServeSettings();
        settings.coalesce = true;
        settings.queueLimit = 1;
        Batcher batcher = new Batcher(settings, meters);
        long now = System.nanoTime();
        assertThat(batcher.offer(List.of(new Item(new TokenKey(new int[]{1}), now, now + TimeUnit.MINUTES.toNanos(1))))).isTrue();
        Gateway gateway = gateway(meters, settings, batcher, text -> new int[]{101, text.length(), 102});
        assertThat(gateway.embeddings(call("a")).status()).isEqualTo(429);
        settings.queueLimit = 8;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Reply> next = threads.submit(() -> gateway.embeddings(call("a")));
            batcher.take().forEach(item -> item.vector().complete(new float[]{1}));
            await().atMost(Duration.ofSeconds(5)).until(() -> {
                List<Item> batch = next.isDone() ? List.of() : batcher.take();
                batch.forEach(item -> item.vector().complete(new float[]{1}));
                return next.isDone();
            });
            assertThat(next.get().status()).isEqualTo(200);
        }
    }

    /// In a process of its own, which it ends.
    @Test
    void outOfMemoryInAWorkerEndsTheProcessWithAMessage(@TempDir Path folder) throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), "--enable-native-access=ALL-UNNAMED", Exhausted.class.getName(), folder.toString())
                .redirectErrorStream(true).redirectOutput(folder.resolve("said.txt").toFile()).start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(java.nio.file.Files.readString(folder.resolve("said.txt"))).contains("out of memory (direct buffers)");
            assertThat(process.exitValue()).isEqualTo(3);
        } finally {
            process.destroyForcibly();
        }
    }

    /// A worker whose batch finds no memory.
    static final class Exhausted {
        public static void main(String[] arguments) throws Exception {
            MeterRegistry meters = new MeterRegistry();
            SessionPool pool = new SessionPool(new EmbeddingModel(Path.of(arguments[0])), _ -> {
                throw new OutOfMemoryError("direct buffers");
            }, () -> false, meters, new Failures(meters));
            pool.resize(1, 1);
            new CountDownLatch(1).await(1, TimeUnit.MINUTES);
        }
    }
}
