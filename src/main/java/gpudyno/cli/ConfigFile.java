package gpudyno.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import gpudyno.exposition.OtlpExport;
import gpudyno.model.net.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the user wrote into `gpudyno.yaml` of the settings folder.
///
/// @param root a missing node where there is no such file
record ConfigFile(Path file, JsonNode root) {
    private static final int MOST = 1 << 20;
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(16).maxDocumentLength(MOST).build()).build());

    /// @param config folder of the settings
    /// @throws SetupException if the file is there and cannot be read
    static ConfigFile in(Path config) throws SetupException {
        Path file = config.resolve("gpudyno.yaml");
        try {
            return new ConfigFile(file, YAML.readTree(Files.exists(file) ? Files.readString(file) : ""));
        } catch (JsonProcessingException e) {
            throw new SetupException(file + " is no valid YAML: " + e.getOriginalMessage().lines().findFirst().orElse(""), e);
        } catch (IOException e) {
            throw new SetupException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// Where meters go over OTLP: what the command line says, else `otlp:` of the file.
    ///
    /// @throws SetupException if it is no http or https address
    Optional<Address> otlp(@Nullable String option) throws SetupException {
        String wanted = option != null ? option : root.path("otlp").asText("");
        if (wanted.isBlank()) {
            return Optional.empty();
        }
        String from = option != null ? "--otlp" : file + ", otlp";
        try {
            return Optional.of(OtlpExport.checked(wanted));
        } catch (IllegalArgumentException e) {
            throw new SetupException(from + ": " + e.getMessage(), e);
        }
    }
}
