package gpudyno.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpudyno.model.net.Address;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/// Counts tokens by a server's own `/tokenize`, as vLLM and SGLang have it (`{"model", "prompt"}` or `{"model", "messages"}` → `{"count"}`)
/// and llama.cpp's server (`{"content"}` → `{"tokens"}`).
public final class TokenizeEndpoint implements TokenCounter {
    private static final MediaType TYPE = MediaType.get("application/json");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_SECONDS = 3;
    private static final long MOST_TEXT = 4 << 20;
    private static final int MOST_TOKENS = 10_000_000;

    private final OkHttpClient client = new OkHttpClient.Builder().callTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).build();
    private final Endpoint endpoint;
    private final Address address;
    private final String model;
    private final boolean chat;

    /// @param endpoint where requests go; `/tokenize` stands beside its `/v1`
    /// @param chat whether prompts are put into the model's template of chats
    public TokenizeEndpoint(Endpoint endpoint, String model, boolean chat) {
        this.endpoint = endpoint;
        this.model = model;
        this.chat = chat;
        address = endpoint.address().withPath(endpoint.address().path().replaceFirst("/v\\d[^/]*/.*$", "") + "/tokenize");
    }

    @Override
    public int count(String text) throws IOException {
        ObjectNode asked = JSON.createObjectNode().put("model", model);
        if (chat) {
            asked.putArray("messages").addObject().put("role", "user").put("content", text);
        } else {
            asked.put("prompt", text).put("content", text).put("add_special", true);
        }
        Request.Builder request = new Request.Builder().url(address.uri().toString()).post(RequestBody.create(asked.toString(), TYPE));
        endpoint.headers().forEach(request::header);
        if (!endpoint.has("Authorization")) {
            address.authorization().ifPresent(value -> request.header("Authorization", value));
        }
        try (Response response = client.newCall(request.build()).execute()) {
            if (!response.isSuccessful()) {
                throw new IOException(address + " answers " + response.code());
            }
            JsonNode answer = JSON.readTree(response.peekBody(MOST_TEXT).string());
            int count = answer.path("count").isNumber() ? answer.path("count").asInt() : answer.path("tokens").size();
            if (count < 1 || count > MOST_TOKENS) {
                throw new IOException(address + " counts " + count + " tokens");
            }
            return count;
        }
    }
}
