package gpudyno.serve;

import gpudyno.cache.EmbeddingCache;
import gpudyno.cache.TokenKey;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.serve.backend.Failures;
import gpudyno.serve.backend.ModelCard;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Times what the gateway does for a request whose answer is cached, from the body's bytes to the answer's: one input, and sixteen. Run by
/// `packaging/bench/gateway-hit`.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CacheHitBenchmark {
    private static final List<String> WORDS = List.of("what", "does", "this", "node", "hold", "inside", "my", "latency", "target");

    @Param({"1", "16"})
    private int inputs;

    @Param({"float", "base64"})
    private String format = "float";

    private final MeterRegistry meters = new MeterRegistry();
    private final ServeSettings settings = new ServeSettings();
    private final Batcher batcher = new Batcher(settings, meters);
    private final EmbeddingCache cache = new EmbeddingCache(meters, 64 << 20, Duration.ofHours(1));
    private final Gateway gateway = new Gateway(settings, cache, batcher,
            new EmbeddingWire(ModelCard.BUILT_IN, CacheHitBenchmark::ids, UnaryOperator.identity()), meters,
            new Failures(meters));
    private byte[] body = new byte[0];

    /// No model: words are tokens, and vectors are drawn.
    private static int[] ids(String text) {
        return text.chars().toArray();
    }

    @Setup
    public void fill() {
        settings.cacheEnabled = true;
        Random random = new Random(3);
        StringBuilder texts = new StringBuilder();
        for (int i = 0; i < inputs; i++) {
            String text = String.join(" ", WORDS.subList(0, 1 + i % WORDS.size())) + " " + i;
            texts.append(i == 0 ? "\"" : ",\"").append(text).append('"');
            float[] vector = new float[ModelCard.BUILT_IN.dimensions()];
            for (int d = 0; d < vector.length; d++) {
                vector[d] = (float) (random.nextGaussian() / Math.sqrt(ModelCard.BUILT_IN.dimensions()));
            }
            cache.put(new TokenKey(ids(text)), new gpudyno.cache.Embedding(vector));
        }
        body = ("{\"model\":\"" + ModelCard.BUILT_IN.name() + "\",\"input\":[" + texts + "],\"encoding_format\":\"" + format + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        if (answer().status() != 200) {
            throw new IllegalStateException(new String(answer().body(), StandardCharsets.UTF_8));
        }
    }

    @Benchmark
    public Reply answer() {
        return gateway.embeddings(Call.of(body));
    }
}
