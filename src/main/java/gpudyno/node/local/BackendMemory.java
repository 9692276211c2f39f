package gpudyno.node.local;

import gpudyno.model.memory.Held;
import gpudyno.model.memory.Reclaimable;
import gpudyno.serve.ModelServer;
import java.util.Optional;

/// The built-in model's memory. Its arenas are of the host: that is where its sessions run.
record BackendMemory(ModelServer server) implements Reclaimable {
    @Override
    public String name() {
        return "ONNX Runtime";
    }

    @Override
    public String device() {
        return "host";
    }

    @Override
    public Optional<Held> held() {
        return server.backendMemory();
    }

    @Override
    public void reclaim(Depth depth) {
        switch (depth) {
            case SHRINK -> server.reclaim();
            case RECYCLE -> server.recycle();
        }
    }
}
