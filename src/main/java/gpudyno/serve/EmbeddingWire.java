package gpudyno.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import gpudyno.cache.Embedding;
import gpudyno.cache.TokenKey;
import gpudyno.serve.backend.MiniLm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The OpenAI embeddings format: bytes to a request, vectors to bytes.
final class EmbeddingWire {
    static final int MAX_BODY_BYTES = 4 << 20;
    static final int MAX_INPUTS = 2048;
    /// No text of the model's 512 tokens comes near this, and tokenizing stays under a few milliseconds.
    static final int MAX_CHARACTERS = 32_768;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(8).maxStringLength(MAX_BODY_BYTES).maxNumberLength(40).build())
            .build();
    private static final byte[] FIRST = ascii("{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":");
    private static final byte[] MODEL_AND_USAGE = ascii("}],\"model\":\"" + MiniLm.NAME + "\",\"usage\":{\"prompt_tokens\":");

    private final Function<String, int[]> tokenize;

    EmbeddingWire(Function<String, int[]> tokenize) {
        this.tokenize = tokenize;
    }

    EmbeddingRequest read(byte[] body) throws ApiError {
        if (body.length > MAX_BODY_BYTES) {
            throw ApiError.tooLarge("The request body has " + body.length + " bytes, at most " + MAX_BODY_BYTES + " are allowed.");
        }
        String model = null;
        List<TokenKey> inputs = null;
        boolean base64 = false;
        try (JsonParser json = JSON.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw ApiError.invalid(null, null,
                        "The body must be a JSON object, such as {\"model\":\"" + MiniLm.NAME + "\",\"input\":\"text\"}.");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "model" -> model = text(json, "model");
                    case "input" -> inputs = inputs(json);
                    case "encoding_format" -> base64 = isBase64(text(json, "encoding_format"));
                    case "dimensions" -> checkDimensions(json);
                    default -> json.skipChildren();
                }
            }
            if (json.nextToken() != null) {
                throw ApiError.invalid(null, null, "There is something after the JSON object.");
            }
        } catch (JsonProcessingException e) {
            throw ApiError.invalid(null, null, "The body is not valid JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw ApiError.invalid(null, null, "The body is not valid JSON: " + e.getMessage());
        }
        if (model == null) {
            throw ApiError.invalid("model", null, "'model' is missing; this node serves '" + MiniLm.NAME + "'.");
        }
        if (!model.equals(MiniLm.NAME)) {
            throw ApiError.unknownModel(model, MiniLm.NAME);
        }
        if (inputs == null) {
            throw ApiError.invalid("input", null, "'input' is missing; a string or an array of strings is allowed.");
        }
        return new EmbeddingRequest(inputs, base64, inputs.stream().mapToInt(TokenKey::length).sum());
    }

    private static String text(JsonParser json, String field) throws IOException, ApiError {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw ApiError.invalid(field, null, "'" + field + "' must be a string.");
        }
        return json.getText();
    }

    private static boolean isBase64(String format) throws ApiError {
        return switch (format) {
            case "float" -> false;
            case "base64" -> true;
            default -> throw ApiError.invalid("encoding_format", null, "'encoding_format' must be 'float' or 'base64'.");
        };
    }

    private static void checkDimensions(JsonParser json) throws IOException, ApiError {
        boolean asIs = json.currentToken() == JsonToken.VALUE_NULL
                || (json.currentToken() == JsonToken.VALUE_NUMBER_INT && json.getLongValue() == MiniLm.DIMENSIONS);
        if (!asIs) {
            throw ApiError.invalid("dimensions", null, "'dimensions' must be " + MiniLm.DIMENSIONS + ", the model's own.");
        }
    }

    /// A text, a list of texts, token ids, or a list of lists of token ids.
    private List<TokenKey> inputs(JsonParser json) throws IOException, ApiError {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return List.of(key(json.getText(), "input"));
        }
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw ApiError.invalid("input", null, "'input' must be a string or an array of strings.");
        }
        if (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            return List.of(tokenKey(json, "input"));
        }
        List<TokenKey> inputs = new ArrayList<>();
        for (; json.currentToken() != JsonToken.END_ARRAY; json.nextToken()) {
            if (inputs.size() == MAX_INPUTS) {
                throw ApiError.invalid("input", null, "'input' has more than " + MAX_INPUTS + " items.");
            }
            inputs.add(element(json, "input[" + inputs.size() + "]"));
        }
        if (inputs.isEmpty()) {
            throw ApiError.invalid("input", null, "'input' is empty; at least one string is needed.");
        }
        return inputs;
    }

    private TokenKey element(JsonParser json, String name) throws IOException, ApiError {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return key(json.getText(), name);
        }
        if (json.currentToken() == JsonToken.START_ARRAY && json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            return tokenKey(json, name);
        }
        throw ApiError.invalid("input", null, "'" + name + "' must be a string or a non-empty array of token ids.");
    }

    /// Reads token ids from the first one to the end of their array.
    private static TokenKey tokenKey(JsonParser json, String name) throws IOException, ApiError {
        int[] ids = new int[MiniLm.MAX_TOKENS];
        int count = 0;
        for (; json.currentToken() != JsonToken.END_ARRAY; json.nextToken()) {
            if (json.currentToken() != JsonToken.VALUE_NUMBER_INT || json.getNumberType() != JsonParser.NumberType.INT
                    || json.getIntValue() < 0 || json.getIntValue() >= MiniLm.VOCABULARY) {
                throw ApiError.invalid("input", null,
                        "'" + name + "' must hold token ids from 0 to " + (MiniLm.VOCABULARY - 1) + " alone.");
            }
            if (count == ids.length) {
                throw tooManyTokens(name, "more than " + ids.length);
            }
            ids[count++] = json.getIntValue();
        }
        return bounded(MiniLm.framed(Arrays.copyOf(ids, count)), name);
    }

    private TokenKey key(String text, String name) throws ApiError {
        if (text.isEmpty()) {
            throw ApiError.invalid("input", null, "'" + name + "' is an empty string.");
        }
        if (text.length() > MAX_CHARACTERS) {
            throw ApiError.invalid("input", "context_length_exceeded",
                    "'" + name + "' has " + text.length() + " characters, at most " + MAX_CHARACTERS + " are read.");
        }
        return bounded(tokenize.apply(text), name);
    }

    private static TokenKey bounded(int[] ids, String name) throws ApiError {
        if (ids.length > MiniLm.MAX_TOKENS) {
            throw tooManyTokens(name, Integer.toString(ids.length));
        }
        return new TokenKey(ids);
    }

    private static ApiError tooManyTokens(String name, String count) {
        return ApiError.invalid("input", "context_length_exceeded",
                "'" + name + "' has " + count + " tokens, the model's maximum is " + MiniLm.MAX_TOKENS + ".");
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
