package gpudyno.node.remote;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.model.machine.Machine;
import gpudyno.node.Surroundings;

/// The surroundings of a node attached over HTTP.
final class RemoteSurroundings implements Surroundings {
    private final NodeClient client;

    RemoteSurroundings(NodeClient client) {
        this.client = client;
    }

    @Override
    public Machine look() {
        return client.get("/api/machine", new TypeReference<>() {
        });
    }
}
