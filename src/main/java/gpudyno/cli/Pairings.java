package gpudyno.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.store.Json;
import gpudyno.store.PrivateFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// The nodes a user has attached and their tokens, in `pairings.json` of the configuration folder. It holds secrets, so only its owner can
/// read it (mode 600); no other file names a token.
final class Pairings {
    private final Path file;

    Pairings(Path configFolder) {
        file = configFolder.resolve("pairings.json");
    }

    /// Tokens by address, in the order in which nodes were attached; empty if none was attached yet.
    ///
    /// @throws IOException if there is a file that cannot be read; it is left as it is
    Map<URI, String> load() throws IOException {
        return Files.exists(file) ? Json.MAPPER.readValue(Files.readString(file), new TypeReference<LinkedHashMap<URI, String>>() {
        }) : new LinkedHashMap<>();
    }

    void save(Map<URI, String> tokens) throws IOException {
        PrivateFiles.write(file, Json.pretty(tokens));
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
