package gpudyno.node.remote;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.model.cache.CacheBoard;
import gpudyno.model.cache.CachedEntry;
import gpudyno.model.cache.EntrySelection;
import gpudyno.model.cache.Invalidation;
import gpudyno.node.Caching;
import java.util.Map;
import java.util.Optional;

/// The cache of a node attached over HTTP.
final class RemoteCache implements Caching {
    private final NodeClient client;

    RemoteCache(NodeClient client) {
        this.client = client;
    }

    @Override
    public CacheBoard board() {
        return client.get("/api/cache", new TypeReference<>() {
        });
    }

    @Override
    public Optional<CachedEntry> entry(String text) {
        return client.send("POST", "/api/cache/get", Map.of("text", text), new TypeReference<Map<String, Optional<CachedEntry>>>() {
        }).getOrDefault("entry", Optional.empty());
    }

    @Override
    public Invalidation invalidate(EntrySelection selection, boolean dryRun) {
        Map<String, Object> body = switch (selection) {
            case EntrySelection.OfText(String text) -> Map.of("text", text, "dryRun", dryRun);
            case EntrySelection.OfPattern(String pattern) -> Map.of("pattern", pattern, "dryRun", dryRun);
        };
        return client.send("POST", "/api/cache/invalidate", body, new TypeReference<>() {
        });
    }
}
