package gpudyno.node.server;

import gpudyno.model.memory.MemoryAction;
import gpudyno.model.memory.Reclaimable.Depth;
import gpudyno.node.MemoryCare;
import java.util.Arrays;
import java.util.Locale;

/// The memory of a node's devices over HTTP.
final class MemoryRoutes {
    private MemoryRoutes() {
    }

    static void map(Routes routes, MemoryCare memory) {
        routes.get("/api/memory", context -> Exchange.json(context, memory.board()), Tells.gives(MemoryCare.Board.class));
        routes.get("/api/memory/actions", context -> Exchange.json(context, memory.actions()), Tells.givesList(MemoryAction.class));
        routes.post("/api/memory/trim", Role.OPERATOR, context -> {
            String device = Exchange.text(context, "device");
            Exchange.json(context, memory.trim(device, depth(Exchange.textOrEmpty(context, "depth"))));
        }, Tells.takes(Exchange.TEXTS).giving(MemoryAction.class));
    }

    private static Depth depth(String word) {
        return word.isEmpty()
                ? Depth.SHRINK
                : Arrays.stream(Depth.values()).filter(depth -> depth.name().toLowerCase(Locale.ROOT).equals(word)).findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("depth '" + word + "' must be shrink or recycle"));
    }
}
