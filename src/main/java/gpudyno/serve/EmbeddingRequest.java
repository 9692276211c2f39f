package gpudyno.serve;

import gpudyno.cache.TokenKey;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A parsed and tokenized request.
///
/// @param inputs one key of token ids an input, in the order of the request
/// @param base64 whether vectors go out as Base64 instead of JSON numbers
/// @param tokens of all inputs together, special tokens included
/// @param usage the end of the answer's JSON, with the number of tokens; computed once, because requests are remembered
record EmbeddingRequest(List<TokenKey> inputs, boolean base64, int tokens, byte[] usage) {
    EmbeddingRequest(List<TokenKey> inputs, boolean base64, int tokens) {
        this(inputs, base64, tokens,
                ("{\"prompt_tokens\":" + tokens + ",\"total_tokens\":" + tokens + "}}").getBytes(StandardCharsets.US_ASCII));
    }
}
