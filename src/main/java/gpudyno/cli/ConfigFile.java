package gpudyno.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import gpudyno.exposition.OtlpExport;
import gpudyno.gpu.GpuSettings;
import gpudyno.model.net.Address;
import gpudyno.node.server.AllowedOrigins;
import gpudyno.serve.backend.ModelFiles;
import gpudyno.serve.backend.Pooling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The user's file `gpudyno.yaml` in the settings folder.
///
/// @param root a missing node if there is no such file
record ConfigFile(Path file, JsonNode root) {
    private static final int MOST = 1 << 20;
    private static final Set<String> KEYS = new TreeSet<>(List.of("allowedOrigins", "cache", "commands", "fleet", "gpu", "labels",
            "loadTargets", "node", "otlp", "otlpHeadersFile", "otlpTraces", "remoteWrite", "serve"));
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

    /// The model that the node serves: `serve.model.path` and `serve.model.pooling` of the file, or the built-in model without them.
    ///
    /// @throws SetupException if there is no such pooling
    /// @throws gpudyno.serve.backend.BackendUnavailableException if the model's files are missing or cannot be read
    ModelFiles model() throws SetupException {
        JsonNode model = root.path("serve").path("model");
        String path = model.path("path").asText("");
        String pooling = model.path("pooling").asText("");
        if (path.isBlank()) {
            return ModelFiles.builtIn();
        }
        try {
            Path beside = file.toAbsolutePath().resolveSibling(path);
            return ModelFiles.at(beside, pooling.isBlank() ? null : Pooling.named(pooling));
        } catch (IllegalArgumentException e) {
            throw new SetupException(file + ", serve.model: " + e.getMessage(), e);
        }
    }

    /// Where GPUs are looked for: `gpu.nvml` of the file names NVIDIA's library NVML, unless the environment does.
    GpuSettings gpus() {
        GpuSettings usual = GpuSettings.ofProcess();
        String nvml = root.path("gpu").path("nvml").asText("");
        return usual.nvml().isEmpty() && !nvml.isBlank() ? new GpuSettings(nvml, usual.sys(), usual.proc()) : usual;
    }

    /// The address that meters are sent to over OTLP: from the command line, else from `otlp:` in the file.
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

    /// What stands under `node:` in the file; a missing node if there is nothing.
    JsonNode node() {
        return root.path("node");
    }

    /// The values of knobs under `node.knobs` in the file, by their ids.
    Map<String, String> knobs() {
        Map<String, String> knobs = new TreeMap<>();
        node().path(NodeDefaults.KNOBS).properties().forEach(knob -> knobs.put(knob.getKey(), knob.getValue().asText()));
        return knobs;
    }

    /// The keys at the top of the file that nothing reads.
    List<String> unknownKeys() {
        return root.properties().stream().map(Map.Entry::getKey).filter(key -> !KEYS.contains(key)).toList();
    }

    /// The other sites whose pages may use the node: from the command line, else from the list `allowedOrigins:` in the file.
    ///
    /// @throws SetupException naming the entry that is not an origin
    AllowedOrigins allowedOrigins(@Nullable List<String> options) throws SetupException {
        JsonNode listed = root.path("allowedOrigins");
        String from = options != null ? "--allow-origin" : file + ", allowedOrigins";
        List<String> wanted = new ArrayList<>();
        if (options != null) {
            wanted.addAll(options);
        } else if (listed.isArray()) {
            listed.forEach(origin -> wanted.add(origin.asText()));
        } else if (listed.isObject() || !listed.isNull() && !listed.asText().isEmpty()) {
            throw new SetupException(from + ": a list is needed, such as [https://bench.example]");
        }
        try {
            return AllowedOrigins.of(wanted);
        } catch (IllegalArgumentException e) {
            throw new SetupException(from + ": " + e.getMessage(), e);
        }
    }
}
