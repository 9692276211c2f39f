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
    private static final byte[][] FIRST_ALONE = {FIRST};
    private static final byte[] MODEL_AND_USAGE = ascii("}],\"model\":\"" + MiniLm.NAME + "\",\"usage\":");

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
        byte[][] separators = separators(embeddings.length);
        int size = MODEL_AND_USAGE.length + request.usage().length;
        for (int i = 0; i < embeddings.length; i++) {
            Embedding embedding = Objects.requireNonNull(embeddings[i]);
            size += separators[i].length + (request.base64() ? embedding.base64Length() : embedding.jsonLength());
        }
        byte[] answer = new byte[size];
        int at = 0;
        for (int i = 0; i < embeddings.length; i++) {
            Embedding embedding = Objects.requireNonNull(embeddings[i]);
            at = append(answer, at, separators[i]);
            at = request.base64() ? embedding.writeBase64(answer, at) : embedding.writeJson(answer, at);
        }
        append(answer, append(answer, at, MODEL_AND_USAGE), request.usage());
        return answer;
    }

    /// What comes before each vector.
    private static byte[][] separators(int count) {
        if (count == 1) {
            return FIRST_ALONE;
        }
        byte[][] separators = new byte[count][];
        separators[0] = FIRST;
        for (int i = 1; i < count; i++) {
            separators[i] = ascii("},{\"object\":\"embedding\",\"index\":" + i + ",\"embedding\":");
        }
        return separators;
    }

    private static int append(byte[] to, int at, byte[] piece) {
        System.arraycopy(piece, 0, to, at, piece.length);
        return at + piece.length;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
