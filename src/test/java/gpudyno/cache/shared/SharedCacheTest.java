package gpudyno.cache.shared;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.cache.shared.SharedMeters.Read;
import gpudyno.cache.shared.SharedMeters.Write;
import gpudyno.model.meter.MeterRegistry;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SharedCacheTest {
    private static final Duration COST = Duration.ofMillis(3);
    private static final SharedKeys KEYS = SharedKeys.of("gpudyno", "all-MiniLM-L6-v2", "int8");
    private static RedisProcess redis;
    private static RedisClient client;
    private static StatefulRedisConnection<String, byte[]> direct;

    /// A node's part of the cache.
    private static final class Node implements AutoCloseable {
        final List<String> said = new CopyOnWriteArrayList<>();
        final L1 l1 = new L1();
        final SharedCache shared;

        Node(SharedSettings settings) {
            shared = new SharedCache(settings, new MeterRegistry(), l1, said::add);
        }

        Node ready() {
            await().atMost(Duration.ofSeconds(10)).until(() -> shared.isWhole());
            return this;
        }

        Optional<String> get(String key) {
            return l1.get(shared, key).map(value -> new String(value, UTF_8));
        }

        void put(String key, String value) {
            byte[] bytes = value.getBytes(UTF_8);
            l1.entries.put(key, bytes);
            shared.put(key, bytes, COST).join();
        }

        @Override
        public void close() {
            shared.close();
        }
    }

    private final List<Node> nodes = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        redis = new RedisProcess();
        client = RedisClient.create(redis.address());
        direct = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
    }

    @AfterAll
    static void stop() throws IOException {
        direct.close();
        Clients.close(client);
        redis.close();
    }

    @BeforeEach
    void empty() {
        direct.sync().flushall();
        direct.sync().configSet("maxmemory", "0");
    }

    @AfterEach
    void closeNodes() {
        nodes.forEach(Node::close);
    }

    private Node node(SharedSettings settings) {
        Node node = new Node(settings);
        nodes.add(node);
        return node;
    }

    private Node node() {
        return node(SharedSettings.of(redis.address(), null).withTimeout(Duration.ofMillis(500))).ready();
    }

    private static String key(String asked) {
        return KEYS.of(asked.getBytes(UTF_8));
    }

    @Test
    void whatOneNodePutsAnotherFindsAndWhatOneReplacesTheOtherForgets() {
        Node a = node();
        Node b = node();
        String key = key("question");
        assertThat(b.get(key)).isEmpty();
        a.put(key, "first");
        assertThat(b.get(key)).contains("first");
        // The announcement of the first value may come behind it; it enters L1 then with the next lookup.
        await().atMost(Duration.ofSeconds(2)).until(() -> b.get(key).isPresent() && b.l1.entries.containsKey(key));
        a.put(key, "second");
        await().atMost(Duration.ofSeconds(2)).until(() -> !b.l1.entries.containsKey(key));
        assertThat(b.get(key)).contains("second");
        b.put(key, "third");
        await().atMost(Duration.ofSeconds(2)).until(() -> !a.l1.entries.containsKey(key));
        assertThat(b.l1.entries).containsKey(key);
        // What a node wrote itself is announced to it as well.
        a.put(key, "fourth");
        await().atMost(Duration.ofSeconds(2)).until(() -> !b.l1.entries.containsKey(key));
        assertThat(a.shared.delete(key)).isTrue();
        assertThat(a.get(key)).isEmpty();
        assertThat(b.get(key)).isEmpty();
    }

    @Test
    void aValueReadBeforeItsInvalidationDoesNotEnterL1AfterIt() {
        Node a = node();
        Node b = node();
        String key = key("late");
        a.put(key, "old");
        Found found = b.shared.getAll(List.of(key)).getFirst();
        a.put(key, "new");
        await().atMost(Duration.ofSeconds(2)).until(() -> !b.shared.isCurrent(key, found.stamp()));
        b.l1.fill(b.shared, key, found.value().orElseThrow(), found.stamp());
        assertThat(b.l1.entries).isEmpty();
    }

    @Test
    void manyKeysAreAnsweredInTheirOrderWithMissesAmongThem() {
        Node a = node();
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            keys.add(key("key " + i));
            if (i % 3 == 0) {
                a.put(keys.get(i), "value " + i);
            }
        }
        List<Found> found = a.shared.getAll(keys);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).value().map(value -> new String(value, UTF_8)))
                    .isEqualTo(i % 3 == 0 ? Optional.of("value " + i) : Optional.empty());
        }
        assertThat(a.shared.meters().reads(Read.HIT)).isEqualTo(67);
        assertThat(a.shared.meters().reads(Read.MISS)).isEqualTo(133);
        assertThat(a.shared.getAll(List.of())).isEmpty();
    }

    @Test
    void timesToLiveVary() {
        Node a = node();
        List<Long> lives = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            a.shared.put(key("life " + i), new byte[1], COST, Duration.ofSeconds(1000)).join();
            lives.add(direct.sync().pttl(key("life " + i)));
        }
        assertThat(lives).allMatch(life -> life > 890_000 && life <= 1_100_000);
        assertThat(lives.stream().mapToLong(Long::longValue).max().orElseThrow()
                - lives.stream().mapToLong(Long::longValue).min().orElseThrow()).isGreaterThan(100_000);
    }

    @Test
    void aPoisonedTruncatedOrStrangeValueIsAMissThatIsCounted() {
        Node a = node();
        a.put(key("poisoned"), "right");
        a.put(key("truncated"), "right");
        direct.sync().setrange(key("poisoned"), StoredValue.HEADER, "wrong".getBytes(UTF_8));
        direct.sync().set(key("truncated"), direct.sync().getrange(key("truncated"), 0, 33));
        direct.sync().lpush(key("strange"), new byte[1]);
        direct.sync().set(key("large"), new byte[50 << 20]);
        direct.sync().set(key("other"), "{\"json\":1}".getBytes(UTF_8));
        SharedCache fresh = node(SharedSettings.of(redis.address(), null).withTimeout(Duration.ofSeconds(5))).ready().shared;
        assertThat(fresh.getAll(List.of(key("poisoned"), key("truncated"), key("strange"), key("large"), key("other"))))
                .allMatch(found -> found.value().isEmpty());
        assertThat(fresh.meters().reads(Read.CORRUPT)).isEqualTo(5);
        assertThat(fresh.isWhole()).isTrue();
    }

    @Test
    void keysAndValuesOfNoBytesAndOf50Megabytes() {
        Node a = node();
        byte[] huge = new byte[50 << 20];
        a.put(KEYS.of(new byte[0]), "");
        a.put(KEYS.of(huge), "of a long question");
        a.shared.put(key("huge"), huge, COST).join();
        Node b = node();
        assertThat(b.get(KEYS.of(new byte[0]))).contains("");
        assertThat(b.get(KEYS.of(huge))).contains("of a long question");
        assertThat(b.get(key("huge"))).isEmpty();
        assertThat(a.shared.meters().writes(Write.TOO_LARGE)).isEqualTo(1);
    }

    @Test
    void aFullServerTakesNoValuesAndStillGivesThem() {
        Node a = node();
        a.put(key("before"), "kept");
        direct.sync().configSet("maxmemory", "1");
        a.put(key("after"), "not kept");
        assertThat(a.shared.meters().writes(Write.FULL)).isEqualTo(1);
        assertThat(a.l1.entries).containsKey(key("after"));
        assertThat(node().get(key("before"))).contains("kept");
        assertThat(a.shared.isWhole()).isTrue();
        direct.sync().configSet("maxmemory", "0");
        await().atMost(Duration.ofSeconds(3)).pollInterval(Duration.ofMillis(100)).until(() -> {
            a.put(key("again"), "kept");
            return direct.sync().exists(key("again")) == 1;
        });
    }

    @Test
    void ofTwoNodesThatMissOneComputesAndTheOtherGetsItsValue() throws Exception {
        Node a = node();
        Node b = node();
        String key = key("costly");
        a.get(key);
        b.get(key);
        Lead first = a.shared.lead(List.of(key));
        Lead second = b.shared.lead(List.of(key));
        assertThat(first.awaited()).isEmpty();
        assertThat(second.awaited()).containsExactly(key);
        Thread computing = Thread.ofVirtual().start(() -> a.put(key, "computed once"));
        assertThat(b.shared.await(key, Duration.ofSeconds(5)).map(value -> new String(value, UTF_8))).contains("computed once");
        computing.join();
        a.shared.release(key, Objects.requireNonNull(first.tokens().get(key)));
        await().atMost(Duration.ofSeconds(1)).until(() -> direct.sync().exists(SharedFlights.lockOf(key)) == 0);
    }

    @Test
    void aLockDoesNotOutliveItsOwnerAndALateOwnerDoesNotReleaseAnothers() {
        Node a = node();
        Node b = node();
        String key = key("abandoned");
        Lead dead = a.shared.lead(List.of(key));
        long start = System.nanoTime();
        assertThat(b.shared.await(key, Duration.ofSeconds(60))).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        await().atMost(Duration.ofSeconds(2)).until(() -> !b.shared.lead(List.of(key)).tokens().isEmpty());
        a.shared.release(key, Objects.requireNonNull(dead.tokens().get(key)));
        // An answer to a later question: the release was carried out.
        a.shared.getAll(List.of(key));
        assertThat(direct.sync().exists(SharedFlights.lockOf(key))).isEqualTo(1);
    }

    @Test
    void keysAreDeletedByPatternInTheirNamespaceAlone() {
        Node a = node();
        for (int i = 0; i < 100; i++) {
            a.put(key("swept " + i), "value");
        }
        direct.sync().set("another:program", new byte[1]);
        String model = "all-MiniLM-L6-v2@*";
        assertThat(a.shared.invalidate(model, true)).isEqualTo(new Swept(100, 100, true));
        assertThat(direct.sync().dbsize()).isEqualTo(101);
        assertThat(a.shared.invalidate("*a".repeat(200) + "b", false).matched()).isZero();
        Node b = node();
        assertThat(b.get(key("swept 1"))).contains("value");
        assertThat(a.shared.invalidate(model, false).matched()).isEqualTo(100);
        await().atMost(Duration.ofSeconds(2)).until(() -> b.l1.entries.isEmpty());
        assertThat(direct.sync().keys("*")).containsExactly("another:program");
    }

    @Test
    void aServerThatGoesAndComesBackCostsMissesAndClearsL1() throws IOException {
        try (RedisProcess own = new RedisProcess()) {
            Node a = node(SharedSettings.of(own.address(), null)).ready();
            a.put(key("kept"), "in L1");
            int cleared = a.l1.cleared.get();
            own.stop();
            await().atMost(Duration.ofSeconds(5)).until(() -> a.l1.bound.isPresent());
            assertThat(a.get(key("kept"))).contains("in L1");
            assertThat(a.l1.bound).contains(SharedCache.UNTRACKED_AGE);
            long start = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                assertThat(a.get(key("gone " + i))).isEmpty();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            assertThat(a.shared.meters().reads(Read.SKIPPED)).isGreaterThan(90);
            assertThat(a.said.getLast()).contains("127.0.0.1:" + own.port);
            own.start();
            a.ready();
            assertThat(a.l1.cleared.get()).isEqualTo(cleared + 1);
            assertThat(a.l1.entries).isEmpty();
            assertThat(a.l1.bound).isEmpty();
            assertThat(a.said.getLast()).isEqualTo("L2 127.0.0.1:" + own.port + " works");
        }
    }

    @Test
    void aServerThatIsSlowIsAskedNoMoreUntilItIsQuickAgain() {
        Node a = node(SharedSettings.of(redis.address(), null).withTimeout(Duration.ofMillis(20))).ready();
        Thread sleeping = Thread.ofVirtual().start(() -> direct.sync().eval(
                "local t = redis.call('time'); local e = t[1] * 1000000 + t[2] + 1500000; repeat t = redis.call('time') until t[1] * 1000000 + t[2] > e",
                io.lettuce.core.ScriptOutputType.STATUS));
        long worst = 0;
        for (int i = 0; i < 300; i++) {
            long start = System.nanoTime();
            a.get(key("slow " + i));
            worst = Math.max(worst, System.nanoTime() - start);
        }
        assertThat(Duration.ofNanos(worst)).isLessThan(Duration.ofMillis(500));
        assertThat(a.shared.meters().reads(Read.TIMEOUT)).isBetween(1L, 12L);
        assertThat(a.shared.meters().reads(Read.SKIPPED)).isGreaterThan(200);
        a.ready();
        assertThat(sleeping.isAlive()).isFalse();
    }

    @Test
    void aServerWithoutTrackingIsUsedAndBoundsTheAgeOfL1() throws IOException {
        try (RedisProcess old = new RedisProcess("rename-command HELLO \"\"")) {
            Node a = node(SharedSettings.of(old.address(), null));
            Node b = node(SharedSettings.of(old.address(), null));
            await().atMost(Duration.ofSeconds(5)).until(() -> a.shared.state().getFirst().used() && b.shared.state().getFirst().used());
            a.put(key("shared"), "all the same");
            assertThat(b.get(key("shared"))).contains("all the same");
            assertThat(b.l1.bound).contains(SharedCache.UNTRACKED_AGE);
            assertThat(b.shared.state().getFirst().tracking()).isFalse();
            assertThat(b.said).singleElement().asString().contains("announces no changes (it does not speak RESP3").contains("30 s");
        }
    }

    @Test
    void aWrongPasswordIsOneLine() throws IOException {
        try (RedisProcess guarded = new RedisProcess("requirepass right", "user reader on >secret ~* +@all")) {
            for (String[] wrong : new String[][]{{guarded.address(), "wrong"}, {"redis://reader@127.0.0.1:" + guarded.port, "wrong"}}) {
                Node a = node(SharedSettings.of(wrong[0], wrong[1]));
                await().atMost(Duration.ofSeconds(5)).until(() -> !a.said.isEmpty());
                assertThat(a.said).containsExactly("L2 127.0.0.1:" + guarded.port + ": the password or user is wrong");
            }
            Node none = node(SharedSettings.of(guarded.address(), null));
            await().atMost(Duration.ofSeconds(5)).until(() -> !none.said.isEmpty());
            assertThat(none.said).containsExactly("L2 127.0.0.1:" + guarded.port + ": it asks for a password");
            node(SharedSettings.of("redis://reader@127.0.0.1:" + guarded.port, "secret")).ready();
            node(SharedSettings.of(guarded.address(), "right")).ready();
        }
    }

    @Test
    void tlsWhereThereIsNoneIsOneLineAndSoIsAnAddressWhereNobodyListens() throws IOException {
        Node tls = node(SharedSettings.of("rediss://127.0.0.1:" + redis.port, null));
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Node nobody = node(SharedSettings.of("redis://127.0.0.1:" + free, null));
        await().atMost(Duration.ofSeconds(8)).until(() -> !tls.said.isEmpty() && !nobody.said.isEmpty());
        assertThat(tls.said).containsExactly("L2 127.0.0.1:" + redis.port
                + ": no answer in time; if it does not speak TLS, use redis:// instead of rediss://");
        assertThat(nobody.said).containsExactly("L2 127.0.0.1:" + free + ": nothing listens there");
    }
}
