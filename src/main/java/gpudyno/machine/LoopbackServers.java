package gpudyno.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpudyno.exposition.ScrapedText;
import gpudyno.exposition.ScrapedText.Scraped;
import gpudyno.model.load.RunTarget.Api;
import gpudyno.model.machine.FoundServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;

/// Model servers that listen on this machine, found by what they answer to requests that change nothing.
final class LoopbackServers {
    /// Where model servers usually listen: vLLM and Triton, llama.cpp and TGI, Ollama, SGLang.
    static final List<Integer> USUAL_PORTS = List.of(8000, 8080, 11434, 30000);
    private static final int CONNECT_MILLIS = 300;
    private static final int CALL_MILLIS = 1500;
    private static final long MOST_BYTES = 4L << 20;
    private static final int MOST_MODELS = 50;
    private static final int LONGEST_WORD = 120;
    private static final ObjectMapper JSON = new ObjectMapper();

    /// A kind of server.
    ///
    /// @param owner what its list of models says in `owned_by`; empty where that says nothing
    /// @param metricPrefix how the names of its metrics begin; empty where it has none
    /// @param versionPath where it says its version
    /// @param versionField the field of that answer
    private record Known(String name, Api api, String owner, String metricPrefix, String versionPath, String versionField) {}

    /// In the order in which they are recognised: the simulated server's metrics have vLLM's names.
    private static final List<Known> KNOWN = List.of(
            new Known("Simulated LLM server", Api.CHAT, "gpudyno-simulate", "", "", ""),
            new Known("GPU Dyno", Api.EMBEDDINGS, "sentence-transformers", "", "/api/health", "version"),
            new Known("vLLM", Api.CHAT, "vllm", "vllm:", "/version", "version"),
            new Known("SGLang", Api.CHAT, "sglang", "sglang:", "/get_server_info", "version"),
            new Known("llama.cpp", Api.CHAT, "llamacpp", "llamacpp:", "/props", "build_info"),
            new Known("Text Generation Inference", Api.CHAT, "", "tgi_", "/info", "version"),
            new Known("Text Embeddings Inference", Api.EMBEDDINGS, "", "te_", "/info", "version"),
            new Known("Ollama", Api.CHAT, "library", "", "/api/version", "version"),
            new Known("Triton", Api.KSERVE, "", "nv_", "/v2", "version"));

    private final List<Integer> ports;

    LoopbackServers(List<Integer> ports) {
        this.ports = List.copyOf(ports);
    }

    List<Integer> ports() {
        return ports;
    }

    /// Asks all ports at the same time.
    ///
    /// @param without ports that are left out, such as this node's own
    List<FoundServer> find(Set<Integer> without) throws InterruptedException {
        OkHttpClient client = new OkHttpClient.Builder().callTimeout(CALL_MILLIS, TimeUnit.MILLISECONDS).followRedirects(false)
                .proxy(java.net.Proxy.NO_PROXY).build();
        try {
            return Together.all(ports.stream().filter(port -> !without.contains(port))
                    .<Callable<Optional<FoundServer>>>map(port -> () -> at(port, client)).toList()).stream().flatMap(Optional::stream)
                    .toList();
        } finally {
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
    }

    private static Optional<FoundServer> at(int port, OkHttpClient client) {
        if (!listens(port)) {
            return Optional.empty();
        }
        Asked asked = new Asked(client, "http://127.0.0.1:" + port);
        JsonNode models = asked.json("/v1/models").path("data");
        List<String> metrics = asked.metricNames();
        Set<String> owners = models.valueStream().map(one -> one.path("owned_by").asText("")).collect(Collectors.toSet());
        Optional<Known> known = KNOWN.stream().filter(one -> owners.contains(one.owner) && !one.owner.isEmpty()).findFirst()
                .or(() -> KNOWN.stream().filter(one -> !one.metricPrefix.isEmpty()
                        && metrics.stream().anyMatch(name -> name.startsWith(one.metricPrefix))).findFirst())
                .or(() -> self(asked));
        if (known.isEmpty() && !models.isArray()) {
            // Something else listens there.
            return Optional.empty();
        }
        List<String> served = models.valueStream().map(one -> word(one.path("id"))).filter(id -> !id.isEmpty()).limit(MOST_MODELS).toList();
        if (served.isEmpty()) {
            served = asked.model();
        }
        Known kind = known.orElse(new Known("OpenAI server", Api.CHAT, "", "", "", ""));
        String version = kind.versionPath.isEmpty() ? "" : word(asked.json(kind.versionPath).path(kind.versionField));
        return Optional.of(new FoundServer(kind.name, version, URI.create(asked.root), kind.api, served,
                metrics.isEmpty() ? null : URI.create(asked.root + "/metrics"), metrics.size()));
    }

    /// Servers that list no models and have no metrics, but say what they are.
    private static Optional<Known> self(Asked asked) {
        String name = asked.json("/v2").path("name").asText("").equals("triton")
                ? "Triton"
                : asked.json("/api/version").has("version") && asked.json("/api/tags").has("models") ? "Ollama" : "";
        return KNOWN.stream().filter(one -> one.name.equals(name)).findFirst();
    }

    private static String word(JsonNode field) {
        String text = field.asText("").strip();
        return text.length() > LONGEST_WORD || text.chars().anyMatch(c -> c < ' ' || c == 0x7F) ? "" : text;
    }

    static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException _) {
            // The usual case: nobody is there.
            return false;
        }
    }

    /// A server and what it answers. Whatever goes wrong is an answer that says nothing.
    private record Asked(OkHttpClient client, String root) {
        JsonNode json(String path) {
            try {
                return JSON.readTree(text(path));
            } catch (IOException | RuntimeException _) {
                return JSON.missingNode();
            }
        }

        List<String> metricNames() {
            try {
                return ScrapedText.read(text("/metrics")).stream().map(Scraped::name).distinct().toList();
            } catch (IOException | RuntimeException _) {
                return List.of();
            }
        }

        /// The one model of Hugging Face's servers, which have no list.
        List<String> model() {
            String model = word(json("/info").path("model_id"));
            return model.isEmpty() ? List.of() : List.of(model);
        }

        private String text(String path) throws IOException {
            try (Response response = client.newCall(new Request.Builder().url(root + path).build()).execute()) {
                Buffer read = new Buffer();
                if (!response.isSuccessful() || response.body().source().request(MOST_BYTES + 1)) {
                    throw new IOException("status " + response.code() + ", or more than " + MOST_BYTES + " bytes");
                }
                read.writeAll(response.body().source());
                return read.readUtf8();
            }
        }
    }
}
