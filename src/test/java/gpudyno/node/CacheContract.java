package gpudyno.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import gpudyno.model.cache.CacheBoard;
import gpudyno.model.cache.CachePolicy;
import gpudyno.model.cache.CachedEntry;
import gpudyno.model.cache.EntrySelection;
import gpudyno.model.cache.Invalidation;
import gpudyno.model.cache.MemoryWorth;
import gpudyno.model.node.Recommendation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every node keeps of its cache.
abstract class CacheContract extends DeviceContract {
    private static final List<String> TEXTS = List.of("one red fox", "two red foxes", "three red foxes", "four red foxes");
    private static final int ASKED = 1_200;

    private void ask(List<String> inputs) throws IOException, InterruptedException {
        String body = new ObjectMapper().writeValueAsString(Map.of("model", "all-MiniLM-L6-v2", "input", inputs));
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/v1/embeddings"))
                    .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)).build();
            assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void itTellsWhatItsCacheHoldsAndIsWorthAndDeletesFromIt() throws Exception {
        node.knobs().turn(Map.of("cache.enabled", true), "test");
        try {
            CacheBoard before = node.cache().board();
            ask(TEXTS);
            ask(IntStream.range(0, ASKED).mapToObj(i -> TEXTS.get(i % TEXTS.size())).toList());
            // The backend's time is counted after the answer.
            await().atMost(Duration.ofSeconds(10)).until(() -> node.cache().board().savedSeconds() != null);

            CacheBoard after = node.cache().board();
            assertThat(after.on()).isTrue();
            assertThat(after.hits().getOrDefault("l1", 0L) - before.hits().getOrDefault("l1", 0L)).isEqualTo(ASKED);
            assertThat(after.misses() - before.misses()).isEqualTo(TEXTS.size());
            assertThat(after.entries() - before.entries()).isEqualTo(TEXTS.size());
            assertThat(Objects.requireNonNull(after.savedSeconds())).isPositive();
            MemoryWorth worth = Objects.requireNonNull(after.worth());
            assertThat(worth.curve().getLast().percent()).isGreaterThan(90);
            assertThat(worth.needed(95).orElseThrow()).isPositive();

            CachePolicy policy = Objects.requireNonNull(after.policy());
            assertThat(policy.configured()).isEqualTo("adaptive");
            assertThat(policy.followed()).isEqualTo("w-tinylfu");
            node.knobs().turn(Map.of("cache.policy", "lru"), "test");
            await().atMost(Duration.ofSeconds(10)).until(() -> !Objects.requireNonNull(node.cache().board().policy()).moving());
            CacheBoard pinned = node.cache().board();
            assertThat(Objects.requireNonNull(pinned.policy()).followed()).isEqualTo("lru");
            assertThat(pinned.entries()).isEqualTo(after.entries());
            assertThatThrownBy(() -> node.knobs().turn(Map.of("cache.policy", "fifo"), "test"))
                    .hasMessageContaining("one of adaptive, w-tinylfu, lru");

            CachedEntry entry = node.cache().entry(TEXTS.getFirst()).orElseThrow();
            assertThat(after.hottest()).extracting(CacheBoard.HotKey::key).contains(entry.key());
            assertThat(entry.key()).startsWith("all-MiniLM-L6-v2@").doesNotContain("fox");
            assertThat(node.cache().entry("never asked for")).isEmpty();
            assertThat(node.journal().recommendations()).extracting(Recommendation::title)
                    .anySatisfy(title -> assertThat(title).startsWith("Set the cache to"));

            Invalidation counted = node.cache().invalidate(new EntrySelection.OfPattern(entry.key()), true);
            assertThat(counted.entries()).isEqualTo(1);
            assertThat(Objects.requireNonNull(counted.percent())).isBetween(5.0, 45.0);
            assertThat(node.cache().entry(TEXTS.getFirst())).isPresent();
            assertThat(node.cache().invalidate(new EntrySelection.OfText(TEXTS.getFirst()), false).entries()).isEqualTo(1);
            assertThat(node.cache().entry(TEXTS.getFirst())).isEmpty();
            assertThat(node.cache().invalidate(new EntrySelection.OfPattern("no-such-model:*"), false).entries()).isZero();
            assertThat(node.cache().invalidate(new EntrySelection.OfPattern("all-MiniLM-L6-v2@*"), false).entries())
                    .isGreaterThanOrEqualTo(TEXTS.size() - 1);
            assertThat(node.cache().board().entries()).isZero();
        } finally {
            node.knobs().turn(Map.of("cache.enabled", false, "cache.policy", "adaptive"), "test");
        }
        assertThatThrownBy(() -> node.cache().entry("fox ".repeat(2_000))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tokens");
    }
}
