package gpudyno.model.load;

import com.fasterxml.jackson.annotation.JsonValue;
import gpudyno.model.net.Address;
import java.net.URI;
import java.time.Duration;

/// A server that a run loads instead of the node itself: on the node's own machine, or one that the node's operator allows. Who may use a
/// node's API must not be able to point its load at others.
///
/// @param address `http` or `https`; a base address (no path, `/v1`) gets the API's usual path
/// @param model as the server knows it; unused by GET, needed by KServe
/// @param outputTokens asked of each answer of a chat or completion, 1 to 100,000
/// @param body what a POST sends, with variables as `gpudyno load --template` has them; empty in all else
public record RunTarget(URI address, Api api, String model, int outputTokens, String body) {
    private static final int MOST_TOKENS = 100_000;
    private static final int LONGEST_MODEL = 200;
    private static final int LONGEST_BODY = 100_000;

    /// What requests look like.
    public enum Api {
        HTTP("http", ""),
        POST("http-post", ""),
        KSERVE("kserve", "/v2/models/{model}/infer"),
        EMBEDDINGS("openai-embeddings", "/v1/embeddings"),
        CHAT("openai-chat", "/v1/chat/completions"),
        COMPLETIONS("openai-completions", "/v1/completions");

        private final String label;
        private final String path;

        Api(String label, String path) {
            this.label = label;
            this.path = path;
        }

        /// Silence after which a request counts as failed, where nobody says so: a language model under load may think for long before it
        /// says a word.
        public Duration usualTimeout() {
            return this == CHAT || this == COMPLETIONS ? Duration.ofSeconds(60) : RunRequest.USUAL_TIMEOUT;
        }

        /// As the command line calls it.
        @JsonValue
        public String label() {
            return label;
        }
    }

    @SuppressWarnings("ConstantValue") // Jackson passes null for a field that is not there.
    public RunTarget {
        if (address == null || api == null) {
            throw new IllegalArgumentException("a target needs an address such as http://127.0.0.1:8000 and an api");
        }
        model = model == null ? "" : model;
        outputTokens = outputTokens == 0 ? 64 : outputTokens;
        Address read = read(address);
        if (!read.credentials().isEmpty()) {
            throw new IllegalArgumentException("target '" + read + "': a node keeps no passwords; gpudyno load takes them");
        }
        if (outputTokens < 1 || outputTokens > MOST_TOKENS) {
            throw new IllegalArgumentException("output tokens must lie from 1 to " + MOST_TOKENS + ", got " + outputTokens);
        }
        if (model.length() > LONGEST_MODEL) {
            throw new IllegalArgumentException("a model's name has at most " + LONGEST_MODEL + " characters");
        }
        if (api == Api.KSERVE && !model.matches("[\\w.:-]+")) {
            throw new IllegalArgumentException("KServe needs a model's name of letters, digits and ._:- , got '" + model + "'");
        }
        body = body == null ? "" : body;
        if (body.length() > LONGEST_BODY || api != Api.POST && !body.isEmpty()) {
            throw new IllegalArgumentException(api == Api.POST
                    ? "a body has at most " + LONGEST_BODY + " characters, got " + body.length()
                    : "only " + Api.POST.label + " carries a body");
        }
        address = read.completed(api.path.replace("{model}", model)).uri();
    }

    private static Address read(URI address) {
        try {
            return Address.of(address);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("target " + e.getMessage(), e);
        }
    }

    /// One that carries no body.
    public static RunTarget of(URI address, Api api, String model, int outputTokens) {
        return new RunTarget(address, api, model, outputTokens, "");
    }
}
