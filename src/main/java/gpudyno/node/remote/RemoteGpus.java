package gpudyno.node.remote;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.model.gpu.Cause;
import gpudyno.model.gpu.ControlState;
import gpudyno.model.gpu.DeviceEvent;
import gpudyno.model.gpu.DeviceState;
import gpudyno.model.gpu.EndSignal;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.gpu.ProcessUse;
import gpudyno.model.gpu.SourceState;
import gpudyno.node.Gpus;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The GPUs of a node attached over HTTP.
final class RemoteGpus implements Gpus {
    private final NodeClient client;

    RemoteGpus(NodeClient client) {
        this.client = client;
    }

    @Override
    public List<DeviceState> devices() {
        return client.get("/api/gpus", new TypeReference<>() {
        });
    }

    @Override
    public List<GpuProcess> processes() {
        return client.get("/api/gpus/processes", new TypeReference<>() {
        });
    }

    @Override
    public List<GpuProcess> processes(String device) {
        return client.get("/api/gpus/processes?device=" + URLEncoder.encode(device, StandardCharsets.UTF_8), new TypeReference<>() {
        });
    }

    @Override
    public List<ProcessUse> processesBetween(Instant from, Instant to) {
        return client.get("/api/gpus/processes?from=" + from + "&to=" + to, new TypeReference<>() {
        });
    }

    @Override
    public List<ProcessUse> processesAt(Instant at) {
        return client.get("/api/gpus/processes?at=" + at, new TypeReference<>() {
        });
    }

    @Override
    public List<Cause> causes(Instant from, Instant to) {
        return client.get("/api/gpus/causes?from=" + from + "&to=" + to, new TypeReference<>() {
        });
    }

    @Override
    public List<SourceState> sources() {
        return client.get("/api/gpus/sources", new TypeReference<>() {
        });
    }

    @Override
    public List<DeviceEvent> events() {
        return client.get("/api/gpus/events", new TypeReference<>() {
        });
    }

    @Override
    public List<ControlState> controls() {
        return client.get("/api/gpus/controls", new TypeReference<>() {
        });
    }

    @Override
    public void reset(String device) {
        client.order("/api/gpus/reset", Map.of("device", device));
    }

    @Override
    public void endProcess(String device, long pid, EndSignal signal) {
        client.order("/api/gpus/processes/end", Map.of("device", device, "pid", pid, "signal", signal));
    }
}
