package gpudyno.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpudyno.model.net.Address;
import java.io.IOException;

/// Counts tokens by a server's own `/tokenize`, as vLLM and SGLang have it (`{"model", "prompt"}` or `{"model", "messages"}` → `{"count"}`)
/// and llama.cpp's server (`{"content"}` → `{"tokens"}`).
public final class TokenizeEndpoint implements TokenCounter {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_TOKENS = 10_000_000;

    private final ServerInquiry inquiry;
    private final Address address;
    private final String model;
    private final boolean chat;

    /// @param endpoint where requests go; `/tokenize` stands beside its `/v1`
    /// @param chat whether prompts are put into the model's template of chats
    public TokenizeEndpoint(Endpoint endpoint, String model, boolean chat) {
        inquiry = new ServerInquiry(endpoint);
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
        JsonNode answer = inquiry.post(address, asked);
        // A count is read as it is written: one beyond what an int holds must not wrap to a likely one.
        double count = answer.path("count").isNumber() ? answer.path("count").asDouble() : answer.path("tokens").size();
        if (!(count >= 1 && count <= MOST_TOKENS && count == Math.rint(count))) {
            throw new IOException(address + " counts " + count + " tokens");
        }
        return (int) count;
    }
}
