package gpudyno.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import gpudyno.cache.policy.PolicyKind;
import gpudyno.model.meter.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/// Times a hit in L1 as the gateway asks for it, with the race of the policies, the miss-ratio curve and the hottest keys fed by it, beside a
/// hit in a Caffeine cache with the same bound and TTL. Run by `packaging/bench/cache-lookup`.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class LookUpBenchmark {
    private static final int KEYS = 8_192;
    private static final long BYTES = 64 << 20;

    @Param({"W_TINY_LFU", "LRU"})
    private PolicyKind policy = PolicyKind.W_TINY_LFU;

    private final List<List<TokenKey>> asked = new ArrayList<>();
    private final Cache<TokenKey, Embedding> caffeine = Caffeine.newBuilder().maximumWeight(BYTES)
            .weigher((TokenKey key, Embedding value) -> 200 + 4 * key.length() + value.bytes()).expireAfterWrite(Duration.ofHours(1))
            .build();
    private final EmbeddingCache cache = new EmbeddingCache(new MeterRegistry(), BYTES, Duration.ofHours(1));

    /// Each thread asks for keys in an order of its own.
    @State(Scope.Thread)
    public static class Turn {
        private int next = ThreadLocalRandom.current().nextInt();

        int next() {
            return next++ & KEYS - 1;
        }
    }

    @Setup
    public void fill() {
        cache.policy(policy);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < KEYS; i++) {
            TokenKey key = new TokenKey(random.ints(12, 0, 30_000).toArray());
            float[] vector = new float[384];
            for (int j = 0; j < vector.length; j++) {
                vector[j] = (float) random.nextDouble(-1, 1);
            }
            Embedding value = new Embedding(vector);
            caffeine.put(key, value);
            cache.put(key, value);
            asked.add(List.of(key));
        }
    }

    @Benchmark
    public @Nullable Embedding caffeine(Turn turn) {
        return caffeine.getIfPresent(asked.get(turn.next()).getFirst());
    }

    @Benchmark
    public @Nullable Embedding[] lookUp(Turn turn) {
        return cache.getAll(asked.get(turn.next()));
    }
}
