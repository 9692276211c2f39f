package gpudyno.serve;

import gpudyno.cache.TokenKey;
import java.util.List;

/// A parsed and tokenized request.
///
/// @param inputs one key of token ids an input, in the order of the request
/// @param base64 whether vectors go out as Base64 instead of JSON numbers
/// @param tokens of all inputs together, special tokens included
record EmbeddingRequest(List<TokenKey> inputs, boolean base64, int tokens) {}
