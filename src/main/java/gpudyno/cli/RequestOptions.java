package gpudyno.cli;

import gpudyno.load.AnswerForm;
import gpudyno.load.RequestSource;
import gpudyno.model.load.Workload;
import gpudyno.serve.backend.MiniLm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options of what each request contains and which answers are correct.
final class RequestOptions {
    @Option(names = "--api", paramLabel = "NAME", description = "http, openai-embeddings, openai-chat or openai-completions (default: ${DEFAULT-VALUE})")
    private String api = "http";
    @Option(names = "--method", paramLabel = "M", description = "default GET, or POST where there is a body")
    private @Nullable String method;
    @Option(names = "--body", paramLabel = "@F", description = "the request body, or @ and a file that holds it")
    private @Nullable String body;
    @Option(names = "--header", paramLabel = "K:V", description = "may be repeated")
    private List<String> headers = List.of();
    @Option(names = "--model", paramLabel = "NAME", description = "model named in OpenAI requests (default: ${DEFAULT-VALUE})")
    private String model = MiniLm.NAME;
    @Option(names = "--prompts", paramLabel = "N", description = "distinct prompts of OpenAI requests (default: ${DEFAULT-VALUE})")
    private int prompts = 5000;
    @Option(names = "--zipf", paramLabel = "S", description = "exponent of the prompts' popularity; 0 is uniform (default: ${DEFAULT-VALUE})")
    private double zipf = 1.0;
    @Option(names = "--max-tokens", paramLabel = "N", description = "of each chat or completion answer (default: ${DEFAULT-VALUE})")
    private int maxTokens = 128;
    @Option(names = "--expect-status", paramLabel = "N", split = ",", description = "statuses that count as correct (default: 200)")
    private List<Integer> expectedStatus = List.of(200);
    @Option(names = "--timeout", paramLabel = "D", converter = Quantities.DurationConverter.class, description = "of one request, from its actual send (default 10s)")
    private Duration timeout = Duration.ofSeconds(10);

    RequestSource source(long seed) throws IOException {
        return switch (api) {
            case "http" -> RequestSource.same(body());
            case "openai-embeddings" ->
                body != null ? RequestSource.same(body()) : RequestSource.embeddings(new Workload(prompts, zipf, seed), model);
            case "openai-chat" -> RequestSource.chat(new Workload(prompts, zipf, seed), model, maxTokens);
            case "openai-completions" -> RequestSource.completions(new Workload(prompts, zipf, seed), model, maxTokens);
            default -> throw new IllegalArgumentException(
                    "--api '" + api + "' is not known; it is one of http, openai-embeddings, openai-chat, openai-completions");
        };
    }

    AnswerForm answers() {
        return api.equals("openai-chat") || api.equals("openai-completions") ? AnswerForm.TOKEN_STREAM : AnswerForm.ANY;
    }

    private byte[] body() throws IOException {
        if (body == null) {
            return new byte[0];
        }
        if (!body.startsWith("@")) {
            return body.getBytes(StandardCharsets.UTF_8);
        }
        Path file = Path.of(body.substring(1));
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("--body: " + file + " cannot be read");
        }
        return Files.readAllBytes(file);
    }

    String method() {
        if (method != null && !method.matches("[A-Za-z]+")) {
            throw new IllegalArgumentException("--method '" + method + "' is not an HTTP method such as GET or POST");
        }
        return method != null ? method.toUpperCase(Locale.ROOT) : api.equals("http") && body == null ? "GET" : "POST";
    }

    Map<String, String> headers() {
        Map<String, String> all = new LinkedHashMap<>();
        if (body != null || !api.equals("http")) {
            all.put("Content-Type", "application/json");
        }
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1 || header.chars().anyMatch(c -> c < ' ')) {
                throw new IllegalArgumentException("--header '" + header + "': a name, a colon and a value are needed, such as X-Key:abc");
            }
            String name = header.substring(0, colon).strip();
            all.keySet().removeIf(name::equalsIgnoreCase);
            all.put(name, header.substring(colon + 1).strip());
        }
        return all;
    }

    List<Integer> expectedStatus() {
        return expectedStatus;
    }

    Duration timeout() {
        return timeout;
    }
}
