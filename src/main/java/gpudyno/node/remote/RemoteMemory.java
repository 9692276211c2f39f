package gpudyno.node.remote;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.model.memory.MemoryAction;
import gpudyno.model.memory.Reclaimable;
import gpudyno.node.MemoryCare;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The memory of a node attached over HTTP.
final class RemoteMemory implements MemoryCare {
    private final NodeClient client;

    RemoteMemory(NodeClient client) {
        this.client = client;
    }

    @Override
    public Board board() {
        return client.get("/api/memory", new TypeReference<>() {
        });
    }

    @Override
    public List<MemoryAction> actions() {
        return client.get("/api/memory/actions", new TypeReference<>() {
        });
    }

    @Override
    public MemoryAction trim(String device, Reclaimable.Depth depth) {
        return client.send("POST", "/api/memory/trim", Map.of("device", device, "depth", depth.name().toLowerCase(Locale.ROOT)),
                new TypeReference<>() {
                });
    }
}
