package gpudyno.node.server;

import gpudyno.node.Surroundings;
import io.javalin.config.RoutesConfig;

/// What is on the node's machine, over HTTP.
final class SurroundingsRoutes {
    private SurroundingsRoutes() {
    }

    static void map(RoutesConfig routes, Surroundings surroundings) {
        routes.get("/api/machine", context -> Exchange.json(context, surroundings.look()));
    }
}
