package gpudyno.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import gpudyno.model.net.Pairing;
import gpudyno.store.Json;
import gpudyno.store.PrivateFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The nodes a user has attached, their tokens and the fingerprints of their certificates, in `pairings.json` of the configuration folder. It holds secrets, so only its owner can
/// read it (mode 600); no other file names a token.
final class Pairings {
    private final Path file;

    Pairings(Path configFolder) {
        file = configFolder.resolve("pairings.json");
    }

    /// What is remembered of a node besides its address.
    ///
    /// @param fingerprint of its certificate, which it must show; empty for one of a known authority, and where there is no TLS
    private record Known(String token, Optional<String> fingerprint) {
        /// Without the token.
        @Override
        public String toString() {
            return fingerprint.orElse("no fingerprint");
        }
    }

    /// In the order in which nodes were attached; empty if none was attached yet.
    ///
    /// @throws IOException if there is a file that cannot be read; it is left as it is
    List<Pairing> load() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        Map<URI, JsonNode> read = Json.MAPPER.readValue(Files.readString(file), new TypeReference<LinkedHashMap<URI, JsonNode>>() {
        });
        List<Pairing> pairings = new ArrayList<>();
        for (Map.Entry<URI, JsonNode> one : read.entrySet()) {
            // Earlier versions wrote the token alone.
            Known known = one.getValue().isTextual()
                    ? new Known(one.getValue().asText(), Optional.empty())
                    : Json.MAPPER.treeToValue(one.getValue(), Known.class);
            pairings.add(new Pairing(one.getKey(), known.fingerprint, Optional.of(known.token).filter(token -> !token.isEmpty())));
        }
        return pairings;
    }

    void save(List<Pairing> pairings) throws IOException {
        Map<URI, Known> known = new LinkedHashMap<>();
        pairings.forEach(one -> known.put(one.address(), new Known(one.token().orElse(""), one.fingerprint())));
        PrivateFiles.write(file, Json.pretty(known));
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
