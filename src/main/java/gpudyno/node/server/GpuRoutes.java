package gpudyno.node.server;

import gpudyno.model.gpu.DeviceEvent;
import gpudyno.model.gpu.DeviceState;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.gpu.SourceState;
import gpudyno.node.Gpus;

/// A node's GPUs over HTTP.
final class GpuRoutes {
    private GpuRoutes() {
    }

    static void map(Routes routes, Gpus gpus) {
        routes.get("/api/gpus", context -> Exchange.json(context, gpus.devices()), Tells.givesList(DeviceState.class));
        routes.get("/api/gpus/sources", context -> Exchange.json(context, gpus.sources()), Tells.givesList(SourceState.class));
        routes.get("/api/gpus/events", context -> Exchange.json(context, gpus.events()), Tells.givesList(DeviceEvent.class));
        routes.get("/api/gpus/processes", context -> Exchange.json(context,
                Exchange.single(context, "device").map(gpus::processes).orElseGet(gpus::processes)),
                Tells.givesList(GpuProcess.class).query("device", "string"));
    }
}
