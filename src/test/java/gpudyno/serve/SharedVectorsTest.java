package gpudyno.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.cache.shared.RedisProcess;
import gpudyno.cache.shared.SharedSettings;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Reading;
import gpudyno.serve.backend.ModelFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two model servers with one real redis-server.
class SharedVectorsTest {
    @TempDir
    private Path folder;

    private final class Served implements AutoCloseable {
        final MeterRegistry meters = new MeterRegistry();
        final KnobRegistry knobs = new KnobRegistry();
        final AtomicBoolean bypassed = new AtomicBoolean();
        final ModelServer server = new ModelServer(meters, knobs, ModelFiles.builtIn(), folder);

        Served(RedisProcess redis) {
            knobs.turn(Map.of("cache.enabled", true, "cache.coalesce", true), "test");
            server.share(SharedSettings.of(redis.address(), null).withTimeout(Duration.ofSeconds(5)), bypassed::get, _ -> {});
            await().atMost(Duration.ofSeconds(10)).until(() -> server.sharedState().getFirst().tracking());
        }

        Reply post(String... inputs) {
            String list = "[\"" + String.join("\",\"", inputs) + "\"]";
            String body = "{\"model\":\"" + server.modelName() + "\",\"input\":" + list + "}";
            return server.gateway().embeddings(Call.of(body.getBytes(StandardCharsets.UTF_8)));
        }

        double count(String meter, String... tier) {
            return meters.totals().entrySet().stream().filter(one -> one.getKey().meter().equals(meter))
                    .filter(one -> tier.length == 0 || one.getKey().toString().contains(tier[0]))
                    .mapToDouble(one -> one.getValue() instanceof Reading.Counter(double total) ? total : 0).sum();
        }

        double misses() {
            return count(Meters.CACHE_MISSES.id());
        }

        double sharedHits() {
            return count(Meters.CACHE_HITS.id(), "l2");
        }

        @Override
        public void close() {
            server.close();
        }
    }

    @Test
    void whatOneNodeHasComputedAnotherAnswersUntilTheServerGoesAndAfterItsReturn() throws Exception {
        try (RedisProcess redis = new RedisProcess(); Served a = new Served(redis); Served b = new Served(redis)) {
            Reply first = a.post("one", "two", "three");
            assertThat(first.status()).isEqualTo(200);
            await().atMost(Duration.ofSeconds(15)).until(() -> a.server.sharedState().getFirst().keys().orElse(0) >= 3);
            Reply second = b.post("one", "two", "four", "three");
            assertThat(second.status()).isEqualTo(200);
            assertThat(b.sharedHits()).isEqualTo(3);
            assertThat(b.misses()).isEqualTo(1);
            assertThat(new String(b.post("one", "two", "three").body(), StandardCharsets.UTF_8))
                    .isEqualTo(new String(first.body(), StandardCharsets.UTF_8));

            onlyOneNodeComputesWhatBothAreAskedFor(a, b);
            aSessionNeitherReadsNorStores(a, b);

            redis.stop();
            for (int i = 0; i < 10; i++) {
                assertThat(a.post("while it is gone " + i % 10).status()).isEqualTo(200);
            }
            redis.start();
            await().atMost(Duration.ofSeconds(10)).until(() -> a.server.sharedState().getFirst().used());
        }
    }

    private static void onlyOneNodeComputesWhatBothAreAskedFor(Served a, Served b) throws Exception {
        double before = a.misses() + b.misses();
        double hits = a.count("cache.l2.awaited") + b.count("cache.l2.awaited") + a.sharedHits() + b.sharedHits();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Reply>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String text = "asked of both nodes at once " + i / 2;
                Served node = i % 2 == 0 ? a : b;
                calls.add(() -> node.post(text));
            }
            for (Future<Reply> reply : threads.invokeAll(calls)) {
                assertThat(reply.get().status()).isEqualTo(200);
            }
        }
        assertThat(a.count("cache.l2.awaited") + b.count("cache.l2.awaited") + a.sharedHits() + b.sharedHits() - hits)
                .isPositive();
        assertThat(a.misses() + b.misses() - before).isLessThan(8);
    }

    private static void aSessionNeitherReadsNorStores(Served a, Served b) {
        b.bypassed.set(true);
        double hits = b.sharedHits();
        assertThat(a.post("measured").status()).isEqualTo(200);
        assertThat(b.post("measured").status()).isEqualTo(200);
        assertThat(b.sharedHits()).isEqualTo(hits);
        b.bypassed.set(false);
    }
}
