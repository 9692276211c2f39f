package gpudyno.serve;

import gpudyno.cache.Embedding;
import gpudyno.cache.TokenKey;
import gpudyno.serve.backend.MiniLm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The OpenAI embeddings format: bytes to a request, vectors to bytes.
final class EmbeddingWire {
    private static final byte[] FIRST = ascii("{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":");
    private static final byte[] MODEL_AND_USAGE = ascii("}],\"model\":\"" + MiniLm.NAME + "\",\"usage\":{\"prompt_tokens\":");

    private final Function<String, int[]> tokenize;

    EmbeddingWire(Function<String, int[]> tokenize) {
        this.tokenize = tokenize;
    }

    EmbeddingRequest read(byte[] bytes) throws ApiError {
        EmbeddingBody body = EmbeddingBody.read(bytes);
        if (!body.model().equals(MiniLm.NAME)) {
            throw ApiError.unknownModel(body.model(), MiniLm.NAME);
        }
        List<TokenKey> keys = new ArrayList<>(body.inputs().size());
        int tokens = 0;
        for (EmbeddingBody.Input input : body.inputs()) {
            TokenKey key = key(input, body.inputs().size() == 1 ? "input" : "input[" + keys.size() + "]");
            keys.add(key);
            tokens += key.length();
        }
        return new EmbeddingRequest(keys, body.base64(), tokens);
    }

    private TokenKey key(EmbeddingBody.Input input, String name) throws ApiError {
        int[] ids = switch (input) {
            case EmbeddingBody.Text(String text) -> tokenize.apply(text);
            case EmbeddingBody.Tokens(int[] given) -> MiniLm.framed(given);
        };
        if (ids.length > MiniLm.MAX_TOKENS) {
            throw ApiError.tooManyTokens(name, Integer.toString(ids.length), MiniLm.MAX_TOKENS);
        }
        return new TokenKey(ids);
    }

    /// The answer's bytes, put together in one array of the right size.
    ///
    /// @param embeddings one an input, in order
    static byte[] write(EmbeddingRequest request, @Nullable Embedding[] embeddings) {
        byte[][] pieces = new byte[2 * embeddings.length + 2][];
        pieces[0] = FIRST;
        for (int i = 0; i < embeddings.length; i++) {
            Embedding embedding = Objects.requireNonNull(embeddings[i]);
            if (i > 0) {
                pieces[2 * i] = ascii("},{\"object\":\"embedding\",\"index\":" + i + ",\"embedding\":");
            }
            pieces[2 * i + 1] = request.base64() ? embedding.base64() : embedding.json();
        }
        pieces[pieces.length - 2] = MODEL_AND_USAGE;
        pieces[pieces.length - 1] = ascii(request.tokens() + ",\"total_tokens\":" + request.tokens() + "}}");
        return join(pieces);
    }

    private static byte[] join(byte[][] pieces) {
        int size = 0;
        for (byte[] piece : pieces) {
            size += piece.length;
        }
        byte[] joined = new byte[size];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, joined, at, piece.length);
            at += piece.length;
        }
        return joined;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
