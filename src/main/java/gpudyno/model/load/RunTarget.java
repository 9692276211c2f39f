package gpudyno.model.load;

import com.fasterxml.jackson.annotation.JsonValue;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/// A server beside the node that a run loads instead of the node itself. Only one on the node's own machine: who may use a node's API must
/// not be able to point its load at others.
///
/// @param address `http` or `https` on loopback; without a path the API's usual one is taken
/// @param model as the server knows it; unused by GET, needed by KServe
/// @param outputTokens asked of each answer of a chat or completion, 1 to 100,000
/// @param body what a POST sends, with variables as `gpudyno load --template` has them; empty in all else
public record RunTarget(URI address, Api api, String model, int outputTokens, String body) {
    private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost", "[::1]");
    private static final int MOST_TOKENS = 100_000;
    private static final int LONGEST_MODEL = 200;
    private static final int LONGEST_BODY = 100_000;

    /// What requests look like.
    public enum Api {
        HTTP("http", ""), POST("http-post", ""), KSERVE("kserve", "/v2/models/{model}/infer"), EMBEDDINGS("openai-embeddings",
                "/v1/embeddings"), CHAT("openai-chat",
                        "/v1/chat/completions"), COMPLETIONS("openai-completions", "/v1/completions");

        private final String label;
        private final String path;

        Api(String label, String path) {
            this.label = label;
            this.path = path;
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
        if (!List.of("http", "https").contains(String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT)) || address.getHost() == null) {
            throw new IllegalArgumentException("target '" + address + "': an http:// or https:// address is needed");
        }
        if (!LOOPBACK.contains(address.getHost().toLowerCase(Locale.ROOT)) || address.getRawUserInfo() != null) {
            throw new IllegalArgumentException("target '" + address
                    + "': a node loads itself or a server on its own machine (127.0.0.1, localhost, [::1]); gpudyno load does others");
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
        String path = address.getRawPath();
        if (path == null || path.isEmpty() || path.equals("/")) {
            address = address.resolve(api.path.isEmpty() ? "/" : api.path.replace("{model}", model));
        }
    }

    /// One that carries no body.
    public static RunTarget of(URI address, Api api, String model, int outputTokens) {
        return new RunTarget(address, api, model, outputTokens, "");
    }
}
