package gpudyno.cache.shared;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.cache.shared.SharedMeters.Read;
import gpudyno.model.meter.MeterRegistry;
import io.lettuce.core.MigrateArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three real servers as a cluster.
class SharedClusterTest {
    private static final int KEYS = 300;
    private final SharedKeys keys = SharedKeys.of("gpudyno", "model", "1");

    @TempDir
    private Path folder;

    private String key(int i) {
        return keys.of(("cluster " + i).getBytes(UTF_8));
    }

    private static ConditionFactory soon() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10));
    }

    private static byte[] value(int i) {
        return ("value " + i).getBytes(UTF_8);
    }

    private RedisProcess server(int index) throws IOException {
        Path own = Files.createDirectory(folder.resolve("" + index));
        return new RedisProcess("cluster-enabled yes", "cluster-node-timeout 1000", "cluster-require-full-coverage no", "dir " + own);
    }

    private static void form(List<RedisCommands<String, String>> servers, List<RedisProcess> processes) {
        int share = SlotHash.SLOT_COUNT / servers.size();
        for (int i = 0; i < servers.size(); i++) {
            int end = i == servers.size() - 1 ? SlotHash.SLOT_COUNT : (i + 1) * share;
            int[] slots = java.util.stream.IntStream.range(i * share, end).toArray();
            servers.get(i).clusterAddSlots(slots);
            servers.get(i).clusterMeet("127.0.0.1", processes.getFirst().port);
        }
        soon().atMost(Duration.ofSeconds(20)).until(() -> servers.stream()
                .allMatch(one -> one.clusterInfo().contains("cluster_state:ok") && one.clusterInfo().contains("cluster_known_nodes:3")
                        && one.clusterInfo().contains("cluster_slots_assigned:16384")));
    }

    @Test
    void aShardThatGoesAndASlotThatMovesCostMissesAlone() throws Exception {
        try (RedisProcess first = server(0); RedisProcess second = server(1); RedisProcess third = server(2)) {
            List<RedisProcess> processes = List.of(first, second, third);
            RedisClient client = RedisClient.create();
            List<StatefulRedisConnection<String, String>> connections = new ArrayList<>();
            for (RedisProcess process : processes) {
                connections.add(client.connect(RedisURI.create(process.address())));
            }
            List<RedisCommands<String, String>> servers = connections.stream().map(StatefulRedisConnection::sync).toList();
            form(servers, processes);
            List<String> said = new CopyOnWriteArrayList<>();
            L1 l1a = new L1();
            L1 l1b = new L1();
            SharedSettings settings = SharedSettings.of(second.address() + "," + first.address(), null).withTimeout(Duration.ofMillis(300));
            try (SharedCache a = new SharedCache(settings, new MeterRegistry(), l1a, said::add);
                    SharedCache b = new SharedCache(settings, new MeterRegistry(), l1b, _ -> {})) {
                soon().atMost(Duration.ofSeconds(10))
                        .until(() -> a.state().size() == 3 && a.isWhole() && b.state().size() == 3 && b.isWhole());
                for (int i = 0; i < KEYS; i++) {
                    a.put(key(i), value(i), Duration.ofMillis(3)).join();
                }
                assertThat(hits(b)).isEqualTo(KEYS);
                theServersTellWhatTheyHold(a, b);
                replaceThroughTheOtherNode(a, b, l1b);
                moveASlotWhileReading(b, servers, processes);
                loseAShard(a, b, l1b, third);
            } finally {
                connections.forEach(StatefulRedisConnection::close);
                Clients.close(client);
            }
        }
    }

    private static void theServersTellWhatTheyHold(SharedCache a, SharedCache b) {
        soon().atMost(Duration.ofSeconds(15)).untilAsserted(() -> assertThat(a.state())
                .allMatch(shard -> shard.keys().orElse(0) > KEYS / 6 && shard.bytes().orElse(0) > 100_000 && shard.slots() > 5000
                        && shard.used() && !shard.open() && shard.problem().isEmpty()));
        assertThat(b.state().stream().mapToLong(ShardState::lookups).sum()).isEqualTo(KEYS);
        assertThat(b.state()).allMatch(shard -> shard.millis().orElse(-1) > 0 && shard.millis().orElse(-1) < 300);
        assertThat(a.state()).as("it has only written").allMatch(shard -> shard.lookups() == 0 && shard.millis().isEmpty());
    }

    private int hits(SharedCache cache) {
        List<String> all = java.util.stream.IntStream.range(0, KEYS).mapToObj(this::key).toList();
        return (int) cache.getAll(all).stream().filter(found -> found.value().isPresent()).count();
    }

    private void replaceThroughTheOtherNode(SharedCache a, SharedCache b, L1 l1b) {
        for (int i = 0; i < 30; i++) {
            int index = i;
            soon().atMost(Duration.ofSeconds(2)).until(() -> l1b.get(b, key(index)).isPresent() && l1b.entries.containsKey(key(index)));
        }
        for (int i = 0; i < 30; i++) {
            a.put(key(i), value(1000 + i), Duration.ofMillis(3)).join();
        }
        soon().atMost(Duration.ofSeconds(2)).until(() -> l1b.entries.isEmpty());
        assertThat(l1b.get(b, key(7))).contains(value(1007));
    }

    private void moveASlotWhileReading(SharedCache b, List<RedisCommands<String, String>> servers, List<RedisProcess> processes)
            throws InterruptedException {
        int slot = SlotHash.getSlot(key(0));
        int from = Math.min(2, slot / (SlotHash.SLOT_COUNT / 3));
        int to = (from + 1) % 3;
        AtomicInteger failures = new AtomicInteger();
        AtomicInteger reads = new AtomicInteger();
        Thread reading = Thread.ofVirtual().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    b.getAll(List.of(key(0), key(1), key(2)));
                    reads.incrementAndGet();
                } catch (RuntimeException e) {
                    failures.incrementAndGet();
                }
            }
        });
        soon().until(() -> reads.get() > 100);
        String source = servers.get(from).clusterMyId();
        String target = servers.get(to).clusterMyId();
        servers.get(to).clusterSetSlotImporting(slot, source);
        servers.get(from).clusterSetSlotMigrating(slot, target);
        int before = reads.get();
        soon().until(() -> reads.get() > before + 50);
        List<String> moving = servers.get(from).clusterGetKeysInSlot(slot, 1000);
        assertThat(moving).isNotEmpty();
        servers.get(from).migrate("127.0.0.1", processes.get(to).port, 0, 1000, MigrateArgs.Builder.keys(moving));
        int migrated = reads.get();
        soon().until(() -> reads.get() > migrated + 50);
        for (RedisCommands<String, String> server : servers) {
            server.clusterSetSlotNode(slot, target);
        }
        // Asks again after the first MOVED, and finds it at its new place.
        soon().atMost(Duration.ofSeconds(5)).until(() -> b.getAll(List.of(key(0))).getFirst().value().isPresent());
        reading.interrupt();
        reading.join();
        assertThat(failures.get()).isZero();
        assertThat(b.meters().reads(Read.MOVING)).isPositive();
    }

    private void loseAShard(SharedCache a, SharedCache b, L1 l1b, RedisProcess lost) throws IOException {
        lost.stop();
        soon().atMost(Duration.ofSeconds(5)).until(() -> !a.isWhole() && !b.isWhole());
        int left = hits(b);
        assertThat(left).isBetween(KEYS / 2, KEYS - 30);
        assertThat(l1b.bound).contains(SharedCache.UNTRACKED_AGE);
        lost.start();
        // For two seconds after its return a master of a cluster answers CLUSTERDOWN.
        soon().atMost(Duration.ofSeconds(10)).until(() -> {
            for (int i = 0; i < KEYS; i++) {
                a.put(key(i), value(i), Duration.ofMillis(3)).join();
            }
            return a.isWhole() && b.isWhole() && hits(b) == KEYS;
        });
    }
}
