package gpudyno.node.server;

import gpudyno.model.cache.CacheBoard;
import gpudyno.model.cache.CachedEntry;
import gpudyno.model.cache.EntrySelection;
import gpudyno.model.cache.Invalidation;
import gpudyno.node.Caching;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// A node's cache over HTTP. Texts travel in bodies, never in addresses, which are logged on their way.
final class CacheRoutes {
    private CacheRoutes() {
    }

    /// What a lookup found; without an entry where it is not held.
    record Lookup(Optional<CachedEntry> entry) {}

    static void map(Routes routes, Caching cache) {
        routes.get("/api/cache", context -> Exchange.json(context, cache.board()), Tells.gives(CacheBoard.class));
        routes.post("/api/cache/get", Role.READER,
                context -> Exchange.json(context, new Lookup(cache.entry(Exchange.text(context, "text")))),
                Tells.takes(Exchange.TEXTS).giving(Lookup.class));
        routes.post("/api/cache/invalidate", Role.OPERATOR,
                context -> Exchange.json(context, cache.invalidate(selection(context), dryRun(context))),
                Tells.takes(Exchange.OBJECT).giving(Invalidation.class));
    }

    private static EntrySelection selection(Context context) throws IOException {
        Map<String, Object> body = Exchange.body(context, Exchange.OBJECT);
        if (body.containsKey("text") == body.containsKey("pattern")) {
            throw new IllegalArgumentException("give one of text and pattern; the pattern * means every entry");
        }
        return body.containsKey("text")
                ? new EntrySelection.OfText(Exchange.text(context, "text"))
                : new EntrySelection.OfPattern(Exchange.text(context, "pattern"));
    }

    /// A caller who does not say that entries are to be deleted only counts them.
    private static boolean dryRun(Context context) throws IOException {
        Object value = Exchange.body(context, Exchange.OBJECT).getOrDefault("dryRun", true);
        if (!(value instanceof Boolean dry)) {
            throw new IllegalArgumentException("dryRun must be true or false");
        }
        return dry;
    }
}
