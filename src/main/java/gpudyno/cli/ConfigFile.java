package gpudyno.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import gpudyno.cache.shared.SharedSettings;
import gpudyno.cost.PriceRules;
import gpudyno.exposition.HeaderFile;
import gpudyno.exposition.OtlpExport;
import gpudyno.gpu.GpuSettings;
import gpudyno.model.OneLine;
import gpudyno.model.cost.Prices;
import gpudyno.model.cost.Prices.Tariff;
import gpudyno.model.net.Address;
import gpudyno.model.node.NodeInfo;
import gpudyno.node.discovery.Discovery;
import gpudyno.node.discovery.DnsDiscovery;
import gpudyno.node.discovery.FileDiscovery;
import gpudyno.node.discovery.KubernetesDiscovery;
import gpudyno.node.remote.PrometheusFleet;
import gpudyno.node.server.AllowedOrigins;
import gpudyno.serve.backend.ModelFiles;
import gpudyno.serve.backend.Pooling;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import picocli.CommandLine.TypeConversionException;

/// The user's file `gpudyno.yaml` in the settings folder.
///
/// @param root a missing node if there is no such file
record ConfigFile(Path file, JsonNode root) {
    private static final int MOST = 1 << 20;
    private static final Set<String> KEYS = new TreeSet<>(List.of("allowedOrigins", "cache", "commands", "cost", "fleet", "gpu", "labels",
            "loadTargets", "node", "otlp", "otlpHeadersFile", "otlpTraces", "remoteWrite", "serve"));
    private static final List<String> PRICES = List.of("currency", "deviceHour", "tariff", "carbon", "watts", "budget", "perThousand");
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

    /// The servers on other machines that load runs of the node may load: the list `loadTargets:` of the file.
    ///
    /// @throws SetupException naming the entry that is no http or https address
    List<Address> loadTargets() throws SetupException {
        JsonNode listed = root.path("loadTargets");
        List<Address> targets = new ArrayList<>();
        if (!listed.isArray() && !listed.isMissingNode() && !listed.isNull()) {
            throw new SetupException(file + ", loadTargets: a list is needed, such as [http://gpu-box:8000]");
        }
        for (JsonNode target : listed) {
            try {
                targets.add(Address.parse(target.asText()));
            } catch (IllegalArgumentException e) {
                throw new SetupException(file + ", loadTargets: " + e.getMessage(), e);
            }
        }
        return targets;
    }

    /// Prices that hold until somebody declares others on the Cost page: `cost:` of the file, with `currency`, `deviceHour`, `tariff` (a price
    /// for the whole day, or a list of `{from, to, perKwh}`), `carbon`, `watts`, `budget` and `perThousand`, each of which may be absent.
    ///
    /// @throws SetupException naming the field that is not what it must be
    Optional<Prices> prices() throws SetupException {
        JsonNode wanted = root.path("cost");
        if (wanted.isMissingNode() || wanted.isNull()) {
            return Optional.empty();
        }
        try {
            for (String name : (Iterable<String>) wanted::fieldNames) {
                if (!PRICES.contains(name)) {
                    throw new IllegalArgumentException(
                            "there is no '" + OneLine.shortened(name, 40) + "'; known are " + String.join(", ", PRICES));
                }
            }
            Prices prices = new Prices(wanted.path("currency").asText("USD"), number(wanted, "deviceHour"),
                    "declared in " + file.getFileName(),
                    null, tariff(wanted.path("tariff")), number(wanted, "carbon"), number(wanted, "watts"), number(wanted, "budget"),
                    number(wanted, "perThousand"));
            PriceRules.check(prices);
            return Optional.of(prices);
        } catch (IllegalArgumentException e) {
            throw new SetupException(file + ", cost: " + e.getMessage(), e);
        }
    }

    private static List<Tariff> tariff(JsonNode wanted) {
        List<Tariff> parts = new ArrayList<>();
        if (wanted.isNumber()) {
            parts.add(new Tariff(0, 24, wanted.asDouble()));
        } else if (!wanted.isArray() && !wanted.isMissingNode() && !wanted.isNull()) {
            throw new IllegalArgumentException("tariff: a number, or a list such as [{from: 0, to: 24, perKwh: 0.30}] is needed");
        } else {
            for (JsonNode part : wanted) {
                Double price = number(part, "perKwh");
                if (!part.path("from").isInt() || !part.path("to").isInt() || price == null) {
                    throw new IllegalArgumentException(
                            "tariff: each part needs from, to and perKwh, such as {from: 0, to: 24, perKwh: 0.30}");
                }
                parts.add(new Tariff(part.path("from").asInt(), part.path("to").asInt(), price));
            }
        }
        return parts;
    }

    private static @Nullable Double number(JsonNode wanted, String name) {
        JsonNode value = wanted.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isNumber()) {
            throw new IllegalArgumentException(name + ": a number is needed, got '" + OneLine.shortened(value.asText(), 40) + "'");
        }
        return value.asDouble();
    }

    /// Where the node's meters are written to: `remoteWrite.url` of the file; `remoteWrite.headersFile` names a file with headers of credentials.
    ///
    /// @param headers null for none
    record RemoteWriting(Address receiver, @Nullable Path headers) {}

    /// @throws SetupException if the address or the file of headers cannot be used
    Optional<RemoteWriting> remoteWrite() throws SetupException {
        JsonNode wanted = root.path("remoteWrite");
        String url = wanted.path("url").asText("");
        if (url.isBlank()) {
            return Optional.empty();
        }
        String named = wanted.path("headersFile").asText("");
        try {
            Path headers = named.isBlank() ? null : file.toAbsolutePath().resolveSibling(named);
            if (headers != null) {
                HeaderFile.read(headers);
            }
            return Optional.of(new RemoteWriting(Address.parse(url), headers));
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new SetupException(file + ", remoteWrite: " + e.getMessage(), e);
        }
    }

    /// The server that the Fleet page reads from: `fleet.prometheus` of the file, with the headers of the file that `fleet.headersFile` names.
    ///
    /// @throws SetupException if it is no http or https address
    Optional<PrometheusFleet> fleet() throws SetupException {
        String address = root.path("fleet").path("prometheus").asText("");
        String headers = root.path("fleet").path("headersFile").asText("");
        if (address.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PrometheusFleet(Address.parse(address),
                    headers.isBlank() ? Optional.empty() : Optional.of(file.toAbsolutePath().resolveSibling(headers))));
        } catch (IllegalArgumentException e) {
            throw new SetupException(file + ", fleet.prometheus: " + e.getMessage(), e);
        }
    }

    /// How nodes of a fleet are found: `fleet.discover` of the file, a list of `{file: F}` (in the form of Prometheus's `file_sd_configs`),
    /// `{dns: NAME}` (SRV records) and `{kubernetes: SERVICE, namespace: N}`, each with `scheme: http` where it is not `https`. Their token is
    /// in the file that `fleet.tokenFile` names.
    ///
    /// @throws SetupException naming the entry that is wrong
    Optional<FleetDiscovery.Settings> discovery() throws SetupException {
        JsonNode listed = root.path("fleet").path("discover");
        if (listed.isMissingNode() || listed.isNull()) {
            return Optional.empty();
        }
        String place = file + ", fleet.discover: ";
        if (!listed.isArray()) {
            throw new SetupException(place + "a list is needed, such as [{file: nodes.yaml}]");
        }
        String token = root.path("fleet").path("tokenFile").asText("");
        if (token.isBlank()) {
            throw new SetupException(file + ", fleet.tokenFile: the file with the token of the nodes that are found is needed");
        }
        List<Discovery> discoveries = new ArrayList<>();
        for (JsonNode one : listed) {
            discoveries.add(discovery(one, place));
        }
        return Optional.of(new FleetDiscovery.Settings(discoveries, file.toAbsolutePath().resolveSibling(token)));
    }

    private Discovery discovery(JsonNode one, String place) throws SetupException {
        String scheme = one.path("scheme").asText("https");
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new SetupException(place + "scheme '" + scheme + "' is neither https nor http");
        }
        if (one.has("file")) {
            return new FileDiscovery(file.toAbsolutePath().resolveSibling(one.path("file").asText()), scheme);
        }
        if (one.has("dns")) {
            return new DnsDiscovery(one.path("dns").asText(), scheme, one.path("server").asText(""));
        }
        if (one.has("kubernetes")) {
            try {
                return KubernetesDiscovery.inPod(System.getenv(), one.path("namespace").asText(""), one.path("kubernetes").asText(),
                        scheme);
            } catch (IOException e) {
                throw new SetupException(place + e.getMessage(), e);
            }
        }
        throw new SetupException(place + one + " names no source; file, dns and kubernetes are some");
    }

    /// What the operator calls the node: `labels` of the file, such as `{site: lab}`.
    ///
    /// @throws SetupException naming the label that is none
    Map<String, String> labels() throws SetupException {
        Map<String, String> labels = new TreeMap<>();
        for (Map.Entry<String, JsonNode> label : root.path("labels").properties()) {
            String value = label.getValue().asText("");
            if (!NodeInfo.isLabel(label.getKey(), value) || labels.size() == NodeInfo.MOST_LABELS) {
                throw new SetupException(file + ", labels." + label.getKey() + ": at most " + NodeInfo.MOST_LABELS
                        + " labels are taken; a name begins with a lower-case letter and has at most 32 letters, digits and _, a value at most"
                        + " 60 characters");
            }
            labels.put(label.getKey(), value);
        }
        return labels;
    }

    /// The address that traces are sent to over OTLP: from the command line, else from `otlpTraces:` in the file.
    ///
    /// @throws SetupException if it is no http or https address
    Optional<Address> otlpTraces(@Nullable String option) throws SetupException {
        String wanted = option != null ? option : root.path("otlpTraces").asText("");
        if (wanted.isBlank()) {
            return Optional.empty();
        }
        try {
            Address read = Address.parse(wanted);
            return Optional.of(read.path().equals("/") ? read.withPath("/v1/traces") : read);
        } catch (IllegalArgumentException e) {
            throw new SetupException((option != null ? "--otlp-traces" : file + ", otlpTraces") + ": OTLP endpoint " + e.getMessage()
                    + "; a collector's is http://127.0.0.1:4318", e);
        }
    }

    /// Headers for collectors, such as credentials, from the file that the command line names, else from the one of `otlpHeadersFile:`.
    ///
    /// @throws SetupException if the file cannot be read; no value is in the message
    Map<String, String> otlpHeaders(@Nullable Path option) throws SetupException {
        String configured = root.path("otlpHeadersFile").asText("");
        if (option == null && configured.isBlank()) {
            return Map.of();
        }
        try {
            return HeaderFile.read(option != null ? option : file.toAbsolutePath().resolveSibling(configured));
        } catch (UncheckedIOException | IllegalArgumentException e) {
            throw new SetupException(String.valueOf(e.getMessage()), e);
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

    /// The servers of the cache shared with other nodes: from the command line, else from `cache.l2` in the file, which also has `passwordFile`,
    /// `ca` (PEM), `namespace`, `timeout` and `ttl`. The password is the first line of its file, or `GPUDYNO_L2_PASSWORD` of the environment, or
    /// in the address.
    ///
    /// @throws SetupException naming the entry that is wrong; it repeats no password
    Optional<SharedSettings> shared(@Nullable String option, @Nullable Path passwordFile, Map<String, String> environment)
            throws SetupException {
        JsonNode l2 = root.path("cache").path("l2");
        String wanted = option != null ? option : l2.isTextual() ? l2.asText() : l2.path("url").asText("");
        if (wanted.isBlank()) {
            return Optional.empty();
        }
        String from = option != null ? "--l2" : file + ", cache.l2";
        try {
            SharedSettings settings = SharedSettings.of(wanted, password(l2, passwordFile, environment));
            if (l2.has("ca")) {
                settings = settings.withAuthority(Optional.of(file.toAbsolutePath().resolveSibling(l2.path("ca").asText())));
            }
            if (l2.has("namespace")) {
                settings = settings.withNamespace(l2.path("namespace").asText());
            }
            if (l2.has("timeout")) {
                settings = settings.withTimeout(new Quantities.DurationConverter().convert(l2.path("timeout").asText()));
            }
            if (l2.has("ttl")) {
                settings = settings.withTimeToLive(new Quantities.DurationConverter().convert(l2.path("ttl").asText()));
            }
            return Optional.of(settings);
        } catch (IllegalArgumentException | TypeConversionException e) {
            throw new SetupException(from + ": " + e.getMessage(), e);
        }
    }

    private @Nullable String password(JsonNode l2, @Nullable Path option, Map<String, String> environment) throws SetupException {
        Path at = option != null
                ? option
                : l2.has("passwordFile") ? file.toAbsolutePath().resolveSibling(l2.path("passwordFile").asText()) : null;
        if (at == null) {
            return environment.get("GPUDYNO_L2_PASSWORD");
        }
        return SecretFile.read("password", at);
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
