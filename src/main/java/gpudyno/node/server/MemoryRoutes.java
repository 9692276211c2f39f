package gpudyno.node.server;

import gpudyno.model.memory.Reclaimable.Depth;
import gpudyno.node.MemoryCare;
import io.javalin.config.RoutesConfig;
import java.util.Arrays;
import java.util.Locale;

/// The memory of a node's devices over HTTP.
final class MemoryRoutes {
    private MemoryRoutes() {
    }

    static void map(RoutesConfig routes, MemoryCare memory) {
        routes.get("/api/memory", context -> Exchange.json(context, memory.board()));
        routes.get("/api/memory/actions", context -> Exchange.json(context, memory.actions()));
        routes.post("/api/memory/trim", context -> {
            String device = Exchange.text(context, "device");
            Exchange.json(context, memory.trim(device, depth(Exchange.textOrEmpty(context, "depth"))));
        });
    }

    private static Depth depth(String word) {
        return word.isEmpty()
                ? Depth.SHRINK
                : Arrays.stream(Depth.values()).filter(depth -> depth.name().toLowerCase(Locale.ROOT).equals(word)).findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("depth '" + word + "' must be shrink or recycle"));
    }
}
