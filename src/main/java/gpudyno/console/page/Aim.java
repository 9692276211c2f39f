package gpudyno.console.page;

import gpudyno.model.load.RunTarget.Api;
import gpudyno.model.machine.FoundServer;
import java.net.URI;

/// A server that the Load page is to be pointed at, as an id of [Kind#TARGET].
///
/// @param model empty for the server's own choice
public record Aim(Api api, URI address, String model) {
    public static Aim at(FoundServer server) {
        return new Aim(server.api(), server.address(), server.models().isEmpty() ? "" : server.models().getFirst());
    }

    public String id() {
        return api + " " + address + " " + model;
    }

    public static Aim of(String id) {
        String[] parts = id.split(" ", 3);
        return new Aim(Api.valueOf(parts[0]), URI.create(parts[1]), parts[2]);
    }
}
