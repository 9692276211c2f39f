package gpudyno.cli;

import gpudyno.load.AnswerCheck;
import gpudyno.load.AnswerForm;
import gpudyno.load.BodyFields;
import gpudyno.load.BodyTemplate;
import gpudyno.load.Endpoint;
import gpudyno.load.Expectation;
import gpudyno.load.Generation;
import gpudyno.load.KServeModel;
import gpudyno.load.LoadPlan;
import gpudyno.load.Pacing;
import gpudyno.load.RequestFormat;
import gpudyno.load.RequestSource;
import gpudyno.load.Tls;
import gpudyno.load.Turns;
import gpudyno.load.Vocabulary;
import gpudyno.model.load.RunTarget;
import gpudyno.model.net.Address;
import gpudyno.serve.backend.ModelCard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options of how requests look and which answers are correct.
final class RequestOptions {
    /// The input name for a KServe model whose metadata names no inputs.
    private static final String KSERVE_INPUT = "text";
    private static final String APIS = "http, openai-embeddings, openai-chat, openai-completions or kserve";

    @Option(names = "--api", paramLabel = "NAME", description = APIS + " (default: ${DEFAULT-VALUE})")
    private String api = "http";
    @Option(names = "--method", paramLabel = "M", description = "the HTTP method (default: POST if there is a body, else GET)")
    private @Nullable String method;
    @Option(names = "--body", paramLabel = "@F", description = "the request body, or @ and the name of a file that holds it")
    private @Nullable String body;
    @Option(names = "--template", paramLabel = "@F", description = "a request body with variables: {{prompt}}, {{index}}, {{uuid}}, {{int:LOW:HIGH}}, {{model}}, {{max_tokens}}; or @ and the name of a file")
    private @Nullable String template;
    @Option(names = "--header", paramLabel = "K:V", description = "an HTTP header to send; may be repeated")
    private List<String> headers = List.of();
    @Option(names = "--model", paramLabel = "NAME", description = "the model name to send in requests (default: ${DEFAULT-VALUE})")
    private String model = ModelCard.BUILT_IN.name();
    @Option(names = "--input-name", paramLabel = "NAME", description = "the name of a KServe model's text input, instead of the one in its metadata")
    private @Nullable String inputName;
    @Option(names = "--kserve-input", paramLabel = "NAME:TYPE:SHAPE", description = "an input of a KServe model, such as text:BYTES:1 or input_ids:INT64:-1,-1, instead of those in its metadata; may be repeated")
    private List<String> kserveInputs = List.of();
    @Option(names = "--system", paramLabel = "TEXT", description = "the system message for chats that have none, or @ and the name of a file that holds it")
    private @Nullable String system;
    @Option(names = "--body-field", paramLabel = "NAME=JSON", description = "an additional field for OpenAI and KServe request bodies, such as temperature=0 or max_completion_tokens=64; '\"{{max_tokens}}\"' is replaced by each request's own number; may be repeated")
    private List<String> bodyFields = List.of();
    @Option(names = "--max-tokens", paramLabel = "N", description = "the most tokens of a chat or completion answer (default: ${DEFAULT-VALUE})")
    private int maxTokens = 128;
    @Option(names = "--no-stream", description = "request chat and completion answers in one piece instead of as server-sent events")
    private boolean whole;
    @Option(names = "--ignore-eos", description = "ask for exactly the requested number of tokens; vLLM and SGLang support this")
    private boolean ignoreEos;
    @Option(names = "--expect-status", paramLabel = "N", split = ",", description = "HTTP status codes that count as correct (default: 200)")
    private List<Integer> expectedStatus = List.of(200);
    @Option(names = "--check", paramLabel = "C", description = "a condition that a correct answer's text must meet: json:/pointer, json:/pointer=value, regex:EXPRESSION or length:1..4096; may be repeated")
    private List<String> checks = List.of();
    @Option(names = "--timeout", paramLabel = "D", converter = Quantities.DurationConverter.class, description = "a request fails if the server sends nothing for this long, after the actual send or between two pieces of the answer (default 10s; for chat and completions 60s if the answer is streamed, 5m if not)")
    private @Nullable Duration timeout;
    @Option(names = "--deadline", paramLabel = "D", converter = Quantities.DurationConverter.class, description = "the longest time from the actual send to the end of the answer (default 10m, or --timeout if that is longer)")
    private @Nullable Duration deadline;
    @Option(names = "--insecure", description = "accept any certificate of an https server")
    private boolean insecure;
    @Option(names = "--cacert", paramLabel = "F", description = "a file of PEM certificates to trust for https instead of the system's")
    private @Nullable Path authorities;

    /// If the address has no path, the API's usual path is added.
    Endpoint endpoint(String target) {
        try {
            return new Endpoint(Address.parse(target).completed(usualPath()), method(), headers(), new Tls(insecure, authorities));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("target or headers: " + e.getMessage(), e);
        }
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

    /// @param endpoint the server to ask for a KServe model's metadata
    RequestSource source(PromptOptions prompts, Endpoint endpoint, long seed) throws IOException {
        if (body != null && template != null) {
            throw new IllegalArgumentException("give either --body or --template");
        }
        if (system != null && !api.equals("openai-chat")) {
            throw new IllegalArgumentException("--system goes with --api openai-chat");
        }
        if (!bodyFields.isEmpty() && (api.equals("http") || body != null || template != null)) {
            throw new IllegalArgumentException(
                    "--body-field goes with an --api that makes the body; --body and --template hold all fields");
        }
        BodyFields fields = BodyFields.parse(bodyFields);
        Generation generation = Flag.read("--max-tokens", () -> new Generation(maxTokens, !whole, ignoreEos, fields));
        String instructions = system == null ? "" : new String(content("--system", system), StandardCharsets.UTF_8);
        RequestFormat format = switch (api) {
            case "http" -> null;
            case "openai-embeddings" -> RequestFormat.embeddings(model, fields);
            case "openai-chat" -> RequestFormat.chat(model, instructions, generation);
            case "openai-completions" -> RequestFormat.completions(model, generation);
            case "kserve" -> RequestFormat.kserve(kserve(endpoint), fields);
            default -> throw new IllegalArgumentException("--api '" + api + "' is not known; it is " + APIS);
        };
        Supplier<Vocabulary> vocabulary = () -> Tokenizers.vocabulary(prompts.tokenizer(), api, model, endpoint);
        Turns turns = prompts.turns();
        if (turns != null) {
            if (!api.equals("openai-chat") || template != null || body != null) {
                throw new IllegalArgumentException("--turns needs --api openai-chat, without --body and --template");
            }
            return RequestSource.conversations(prompts.source(seed, vocabulary), Objects.requireNonNull(format), turns);
        }
        if (template != null) {
            String text = new String(content("--template", template), StandardCharsets.UTF_8);
            return RequestSource.of(prompts.source(seed, vocabulary), new BodyTemplate(text, model, maxTokens, seed));
        }
        if (body != null || format == null) {
            return RequestSource.same(body == null ? new byte[0] : content("--body", body));
        }
        return RequestSource.of(prompts.source(seed, vocabulary), format);
    }

    private KServeModel kserve(Endpoint endpoint) {
        if (!kserveInputs.isEmpty()) {
            return Flag.read("--kserve-input", () -> KServeModel.parse(kserveInputs));
        }
        return inputName != null ? KServeModel.text(inputName) : KServeModel.ask(endpoint).orElse(KServeModel.text(KSERVE_INPUT));
    }

    /// The same as a node names it.
    RunTarget.Api nodeApi() {
        if (template != null && !api.equals("http")) {
            throw new IllegalArgumentException("--template is the whole body, so --api must be http");
        }
        String label = template != null ? RunTarget.Api.POST.label() : api;
        return Arrays.stream(RunTarget.Api.values()).filter(one -> one.label().equals(label)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--api '" + api + "' is not known; it is " + APIS));
    }

    /// What a node sends as a body; empty for what the API makes.
    String nodeBody() throws IOException {
        return template == null ? "" : new String(content("--template", template), StandardCharsets.UTF_8);
    }

    String model() {
        return model;
    }

    int maxTokens() {
        return maxTokens;
    }

    /// Null where it was not given.
    @Nullable
    Duration timeout() {
        return timeout;
    }

    Expectation expectation() {
        boolean tokens = api.equals("openai-chat") || api.equals("openai-completions");
        AnswerForm form = !tokens ? AnswerForm.ANY : whole ? AnswerForm.TOKENS : AnswerForm.TOKEN_STREAM;
        List<AnswerCheck> wanted = Flag.read("--check", () -> checks.stream().map(AnswerCheck::parse).toList());
        return Flag.read("--expect-status", () -> new Expectation(form, Set.copyOf(expectedStatus), wanted));
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
            if (colon < 1) {
                throw new IllegalArgumentException("--header '" + header + "': a name, a colon and a value are needed, such as X-Key:abc");
            }
            String name = header.substring(0, colon).strip();
            all.keySet().removeIf(name::equalsIgnoreCase);
            all.put(name, header.substring(colon + 1).strip());
        }
        return all;
    }

    LoadPlan.Limits limits(int connections, Pacing pacing) {
        Duration silence = timeout != null ? timeout : usualTimeout();
        Duration usual = silence.compareTo(LoadPlan.Limits.USUAL_WHOLE) > 0 ? silence : LoadPlan.Limits.USUAL_WHOLE;
        return Flag.read("--connections, --timeout, --deadline",
                () -> new LoadPlan.Limits(connections, silence, deadline != null ? deadline : usual, pacing));
    }

    /// A language model under load can take long until its first output, and without streaming it sends nothing before the answer is
    /// complete.
    private Duration usualTimeout() {
        boolean language = api.equals("openai-chat") || api.equals("openai-completions");
        return !language ? Duration.ofSeconds(10) : whole ? Duration.ofMinutes(5) : Duration.ofSeconds(60);
    }
}
