package gpudyno.serve;

import gpudyno.cache.Embedding;
import gpudyno.cache.TokenKey;
import gpudyno.serve.backend.ModelCard;
import gpudyno.store.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The OpenAI embeddings format: bytes to a request, vectors to bytes.
final class EmbeddingWire {
    private static final byte[] FIRST = ascii("{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":");
    private static final byte[][] FIRST_ALONE = {FIRST};

    private final ModelCard model;
    private final byte[] modelAndUsage;
    private final Function<String, int[]> tokenize;
    private final UnaryOperator<int[]> frame;

    /// @param frame puts token ids between the model's special tokens
    EmbeddingWire(ModelCard model, Function<String, int[]> tokenize, UnaryOperator<int[]> frame) {
        this.model = model;
        modelAndUsage = ("}],\"model\":" + Json.write(model.name()) + ",\"usage\":").getBytes(StandardCharsets.UTF_8);
        this.tokenize = tokenize;
        this.frame = frame;
    }

    EmbeddingRequest read(byte[] bytes) throws ApiError {
        EmbeddingBody body = EmbeddingBody.read(bytes, model);
        if (!body.model().equals(model.name())) {
            throw ApiError.unknownModel(body.model(), model.name());
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
            case EmbeddingBody.Tokens(int[] given) -> frame.apply(given);
        };
        if (ids.length > model.maxTokens()) {
            throw ApiError.tooManyTokens(name, Integer.toString(ids.length), model.maxTokens());
        }
        return new TokenKey(ids);
    }

    /// The answer's bytes, put together in one array of the right size.
    ///
    /// @param embeddings one an input, in order
    byte[] write(EmbeddingRequest request, @Nullable Embedding[] embeddings) {
        byte[][] separators = separators(embeddings.length);
        int size = modelAndUsage.length + request.usage().length;
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
        append(answer, append(answer, at, modelAndUsage), request.usage());
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
