package gpudyno.node.server;

import gpudyno.node.Gpus;
import io.javalin.config.RoutesConfig;

/// A node's GPUs over HTTP.
final class GpuRoutes {
    private GpuRoutes() {
    }

    static void map(RoutesConfig routes, Gpus gpus) {
        routes.get("/api/gpus", context -> Exchange.json(context, gpus.devices()));
        routes.get("/api/gpus/sources", context -> Exchange.json(context, gpus.sources()));
        routes.get("/api/gpus/events", context -> Exchange.json(context, gpus.events()));
        routes.get("/api/gpus/processes", context -> Exchange.json(context,
                Exchange.single(context, "device").map(gpus::processes).orElseGet(gpus::processes)));
    }
}
