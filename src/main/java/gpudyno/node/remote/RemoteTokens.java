package gpudyno.node.remote;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.model.net.Pairing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tokens and API keys of a node attached over HTTP; for operators.
public final class RemoteTokens implements AutoCloseable {
    private static final String PATH = "/api/tokens";

    private final NodeClient client;

    /// A token as a list shows it, without its text.
    public record Listed(String name, String role, Instant created, Optional<Instant> lastUsed, Optional<Instant> revoked,
            Optional<Double> rate, Optional<Integer> concurrent) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record Wanted(String name, String role, Optional<Double> rate, Optional<Integer> concurrent) {}

    private record Made(String token) {}

    public RemoteTokens(Pairing pairing) {
        client = new NodeClient(pairing);
    }

    public List<Listed> list() {
        return client.get(PATH, new TypeReference<>() {
        });
    }

    /// Makes a token.
    ///
    /// @param role reader, operator or client
    /// @return its text, told once
    public String add(String name, String role, Optional<Double> rate, Optional<Integer> concurrent) {
        return client.send("POST", PATH, new Wanted(name, role, rate, concurrent), new TypeReference<Made>() {
        }).token();
    }

    public void revoke(String name) {
        client.order(PATH + "/revoke", Map.of("name", name));
    }

    @Override
    public void close() {
        client.close();
    }
}
