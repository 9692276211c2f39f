package gpudyno.cli;

import gpudyno.load.AnswerCheck;
import gpudyno.load.AnswerForm;
import gpudyno.load.BodyTemplate;
import gpudyno.load.Endpoint;
import gpudyno.load.Expectation;
import gpudyno.load.RequestFormat;
import gpudyno.load.RequestSource;
import gpudyno.load.Tls;
import gpudyno.load.Turns;
import gpudyno.serve.backend.MiniLm;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options of how requests look and which answers are correct.
final class RequestOptions {
    private static final String APIS = "http, openai-embeddings, openai-chat, openai-completions or kserve";

    @Option(names = "--api", paramLabel = "NAME", description = APIS + " (default: ${DEFAULT-VALUE})")
    private String api = "http";
    @Option(names = "--method", paramLabel = "M", description = "default GET, or POST where there is a body")
    private @Nullable String method;
    @Option(names = "--body", paramLabel = "@F", description = "the request body, or @ and a file that holds it")
    private @Nullable String body;
    @Option(names = "--template", paramLabel = "@F", description = "a body with variables: {{prompt}}, {{index}}, {{uuid}}, {{int:LOW:HIGH}}, {{model}}, {{max_tokens}}")
    private @Nullable String template;
    @Option(names = "--header", paramLabel = "K:V", description = "may be repeated")
    private List<String> headers = List.of();
    @Option(names = "--model", paramLabel = "NAME", description = "model named in requests (default: ${DEFAULT-VALUE})")
    private String model = MiniLm.NAME;
    @Option(names = "--input-name", paramLabel = "NAME", description = "of a KServe model's text input (default: ${DEFAULT-VALUE})")
    private String inputName = "text";
    @Option(names = "--max-tokens", paramLabel = "N", description = "of each chat or completion answer (default: ${DEFAULT-VALUE})")
    private int maxTokens = 128;
    @Option(names = "--no-stream", description = "chat and completion answers in one piece instead of server-sent events")
    private boolean whole;
    @Option(names = "--ignore-eos", description = "ask for exactly as many tokens; vLLM and SGLang know it")
    private boolean ignoreEos;
    @Option(names = "--expect-status", paramLabel = "N", split = ",", description = "statuses that count as correct (default: 200)")
    private List<Integer> expectedStatus = List.of(200);
    @Option(names = "--check", paramLabel = "C", description = "what a correct answer's text must be: json:/pointer, json:/pointer=value, regex:EXPRESSION or length:1..4096; may be repeated")
    private List<String> checks = List.of();
    @Option(names = "--timeout", paramLabel = "D", converter = Quantities.DurationConverter.class, description = "of one request, from its actual send (default 10s)")
    private Duration timeout = Duration.ofSeconds(10);
    @Option(names = "--insecure", description = "take any certificate of an https server")
    private boolean insecure;
    @Option(names = "--cacert", paramLabel = "F", description = "PEM certificates trusted for https instead of the system's")
    private @Nullable Path authorities;

    /// An address without a path gets the API's usual one.
    Endpoint endpoint(URI target) {
        boolean bare = target.getRawPath() == null || target.getRawPath().isEmpty() || target.getRawPath().equals("/");
        URI whole = bare && !usualPath().isEmpty() ? target.resolve(usualPath()) : target;
        return new Endpoint(whole, method(), headers(), new Tls(insecure, authorities));
    }

    private String usualPath() {
        return switch (api) {
            case "openai-embeddings" -> "/v1/embeddings";
            case "openai-chat" -> "/v1/chat/completions";
            case "openai-completions" -> "/v1/completions";
            case "kserve" -> "/v2/models/" + model + "/infer";
            default -> "";
        };
    }

    RequestSource source(PromptOptions prompts, long seed) throws IOException {
        if (body != null && template != null) {
            throw new IllegalArgumentException("give either --body or --template");
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException("--max-tokens must be at least 1, got " + maxTokens);
        }
        RequestFormat format = switch (api) {
            case "http" -> null;
            case "openai-embeddings" -> RequestFormat.embeddings(model);
            case "openai-chat" -> RequestFormat.chat(model, maxTokens, !whole, ignoreEos);
            case "openai-completions" -> RequestFormat.completions(model, maxTokens, !whole, ignoreEos);
            case "kserve" -> RequestFormat.kserve(inputName);
            default -> throw new IllegalArgumentException("--api '" + api + "' is not known; it is " + APIS);
        };
        Turns turns = prompts.turns();
        if (turns != null) {
            if (!api.equals("openai-chat") || template != null || body != null) {
                throw new IllegalArgumentException("--turns needs --api openai-chat, without --body and --template");
            }
            return RequestSource.conversations(prompts.source(seed), Objects.requireNonNull(format), turns);
        }
        if (template != null) {
            String text = new String(content("--template", template), StandardCharsets.UTF_8);
            return RequestSource.of(prompts.source(seed), new BodyTemplate(text, model, maxTokens, seed));
        }
        if (body != null || format == null) {
            return RequestSource.same(body == null ? new byte[0] : content("--body", body));
        }
        return RequestSource.of(prompts.source(seed), format);
    }

    Expectation expectation() {
        boolean tokens = api.equals("openai-chat") || api.equals("openai-completions");
        AnswerForm form = !tokens ? AnswerForm.ANY : whole ? AnswerForm.TOKENS : AnswerForm.TOKEN_STREAM;
        return new Expectation(form, Set.copyOf(expectedStatus), checks.stream().map(AnswerCheck::parse).toList());
    }

    private static byte[] content(String option, String text) throws IOException {
        if (!text.startsWith("@")) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        Path file = Path.of(text.substring(1));
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IllegalArgumentException(option + ": " + file + " cannot be read");
        }
        return Files.readAllBytes(file);
    }

    private String method() {
        if (method != null && !method.matches("[A-Za-z]+")) {
            throw new IllegalArgumentException("--method '" + method + "' is not an HTTP method such as GET or POST");
        }
        boolean carries = !api.equals("http") || body != null || template != null;
        return method != null ? method.toUpperCase(Locale.ROOT) : carries ? "POST" : "GET";
    }

    private Map<String, String> headers() {
        Map<String, String> all = new LinkedHashMap<>();
        if (body != null || template != null || !api.equals("http")) {
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

    Duration timeout() {
        return timeout;
    }
}
