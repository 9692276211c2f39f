package gpudyno.node.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.cache.shared.RedisProcess;
import gpudyno.cache.shared.SharedSettings;
import gpudyno.model.cache.EntrySelection;
import gpudyno.model.cache.Invalidation;
import gpudyno.model.cache.ShardStatus;
import gpudyno.model.cache.SharedTier;
import gpudyno.serve.Call;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two nodes with one real redis-server.
class SharedInvalidationTest {
    private static LocalNode node(Path folder, RedisProcess redis) {
        LocalNode node = new LocalNode(folder, "box");
        node.knobs().turn(Map.of("cache.enabled", true), "test");
        node.share(SharedSettings.of(redis.address(), null).withTimeout(Duration.ofSeconds(2)));
        await().atMost(Duration.ofSeconds(10)).until(() -> node.modelServer().sharedState().getFirst().tracking());
        return node;
    }

    private static void ask(LocalNode node) {
        String body = "{\"model\": \"all-MiniLM-L6-v2\", \"input\": [\"one\", \"two\", \"three\"]}";
        assertThat(node.modelServer().gateway().embeddings(Call.of(body.getBytes(StandardCharsets.UTF_8))).status()).isEqualTo(200);
    }

    private static Invalidation.Shared shared(Invalidation done) {
        return Objects.requireNonNull(done.shared());
    }

    @Test
    void whatIsDeletedHereIsGoneFromTheServerAndFromTheOtherNode(@TempDir Path first, @TempDir Path second) throws Exception {
        EntrySelection one = new EntrySelection.OfText("one");
        EntrySelection all = new EntrySelection.OfPattern("all-MiniLM-L6-v2@*");
        try (RedisProcess redis = new RedisProcess(); LocalNode here = node(first, redis); LocalNode there = node(second, redis)) {
            ask(here);
            await().atMost(Duration.ofSeconds(10)).until(() -> shared(here.cache().invalidate(all, true)).answers() == 3);
            ask(there);
            assertThat(there.cache().board().hits()).containsEntry("l2", 3L);

            assertThat(shared(here.cache().invalidate(one, true))).isEqualTo(new Invalidation.Shared(1, true));
            assertThat(there.cache().entry("one")).as("a dry run deletes nothing").isPresent();
            assertThat(shared(here.cache().invalidate(one, false))).isEqualTo(new Invalidation.Shared(1, true));
            assertThat(here.cache().entry("one")).isEmpty();
            await().atMost(Duration.ofSeconds(10)).until(() -> there.cache().entry("one").isEmpty());

            String key = here.cache().entry("two").orElseThrow().key();
            assertThat(shared(here.cache().invalidate(new EntrySelection.OfPattern(key), false)).answers()).isEqualTo(1);
            await().atMost(Duration.ofSeconds(10)).until(() -> there.cache().entry("two").isEmpty());
            assertThat(shared(here.cache().invalidate(all, false)).answers()).isEqualTo(1);
            await().atMost(Duration.ofSeconds(10)).until(() -> there.cache().board().entries() == 0);

            redis.stop();
            assertThat(shared(here.cache().invalidate(all, false)).whole()).as("nobody knows what the server holds").isFalse();
        }
    }

    private static SharedTier tier(LocalNode node) {
        return Objects.requireNonNull(node.cache().board().shared());
    }

    @Test
    void theBoardTellsWhatTheServerHoldsAndWhatWasNotAskedWhileItWasGone(@TempDir Path folder) throws Exception {
        try (RedisProcess redis = new RedisProcess(); LocalNode node = node(folder, redis)) {
            ask(node);
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                Long keys = tier(node).shards().getFirst().keys();
                return keys != null && keys == 3;
            });
            SharedTier well = tier(node);
            ShardStatus shard = well.shards().getFirst();
            assertThat(shard.state()).isEqualTo(ShardStatus.State.UP);
            assertThat(Objects.requireNonNull(shard.bytes())).isGreaterThan(100_000);
            assertThat(shard.lookups()).isEqualTo(3);
            assertThat(Objects.requireNonNull(shard.millis())).isBetween(0.0, 2_000.0);
            assertThat(well.balance()).as("there is nothing to compare one server with").isNull();
            assertThat(well.misses()).isEqualTo(3);
            assertThat(well.sentence()).contains("announces what other nodes change");

            redis.stop();
            await().atMost(Duration.ofSeconds(10)).until(() -> tier(node).shards().getFirst().state() != ShardStatus.State.UP);
            node.cache().invalidate(new EntrySelection.OfPattern("*"), false);
            ask(node);
            SharedTier gone = tier(node);
            assertThat(gone.skipped()).isEqualTo(3);
            assertThat(gone.shards().getFirst().keys()).as("what it held is not known to be there").isNull();
            assertThat(gone.sentence()).startsWith("The server is not used, so what it holds is computed here: 127.0.0.1:");
        }
    }

    @Test
    void balanceIsTheLargestOverTheMeanAndOnlyToldWhereAllAreKnown() {
        assertThat(SharedTier.balance(List.of(300L, 100L, 200L)).orElseThrow()).isEqualTo(1.5);
        assertThat(SharedTier.balance(List.of(7L, 7L)).orElseThrow()).isEqualTo(1);
        assertThat(SharedTier.balance(List.of(7L))).isEmpty();
        assertThat(SharedTier.balance(List.of(0L, 0L))).isEmpty();
        assertThat(SharedTier.balance(Arrays.asList(7L, null))).isEmpty();
    }
}
