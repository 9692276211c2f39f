package gpudyno.node.server;

import gpudyno.model.machine.Machine;
import gpudyno.node.Surroundings;

/// What is on the node's machine, over HTTP.
final class SurroundingsRoutes {
    private SurroundingsRoutes() {
    }

    static void map(Routes routes, Surroundings surroundings) {
        routes.get("/api/machine", context -> Exchange.json(context, surroundings.look()), Tells.gives(Machine.class));
    }
}
