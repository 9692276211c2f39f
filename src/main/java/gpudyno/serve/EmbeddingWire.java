package gpudyno.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import gpudyno.cache.Embedding;
import gpudyno.cache.TokenKey;
import gpudyno.serve.backend.MiniLm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

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
    private static final byte[] HEAD = ascii("{\"object\":\"list\",\"data\":[");
    private static final byte[] MODEL_AND_USAGE = ascii("],\"model\":\"" + MiniLm.NAME + "\",\"usage\":{\"prompt_tokens\":");

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

    private List<TokenKey> inputs(JsonParser json) throws IOException, ApiError {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return List.of(key(json.getText(), -1));
        }
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw ApiError.invalid("input", null, "'input' must be a string or an array of strings.");
        }
        List<TokenKey> inputs = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                throw ApiError.invalid("input", null, "'input[" + inputs.size() + "]' must be a string.");
            }
            if (inputs.size() == MAX_INPUTS) {
                throw ApiError.invalid("input", null, "'input' has more than " + MAX_INPUTS + " items.");
            }
            inputs.add(key(json.getText(), inputs.size()));
        }
        if (inputs.isEmpty()) {
            throw ApiError.invalid("input", null, "'input' is empty; at least one string is needed.");
        }
        return inputs;
    }

    private TokenKey key(String text, int index) throws ApiError {
        String name = index < 0 ? "input" : "input[" + index + "]";
        if (text.isEmpty()) {
            throw ApiError.invalid("input", null, "'" + name + "' is an empty string.");
        }
        if (text.length() > MAX_CHARACTERS) {
            throw ApiError.invalid("input", "context_length_exceeded",
                    "'" + name + "' has " + text.length() + " characters, at most " + MAX_CHARACTERS + " are read.");
        }
        int[] ids = tokenize.apply(text);
        if (ids.length > MiniLm.MAX_TOKENS) {
            throw ApiError.invalid("input", "context_length_exceeded",
                    "'" + name + "' has " + ids.length + " tokens, the model's maximum is " + MiniLm.MAX_TOKENS + ".");
        }
        return new TokenKey(ids);
    }

    /// The answer's bytes.
    ///
    /// @param embeddings one an input, in order
    static byte[] write(EmbeddingRequest request, List<Embedding> embeddings) {
        byte[] tail = ascii(request.tokens() + ",\"total_tokens\":" + request.tokens() + "}}");
        int size = HEAD.length + MODEL_AND_USAGE.length + tail.length;
        for (Embedding embedding : embeddings) {
            size += 64 + (request.base64() ? embedding.base64() : embedding.json()).length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(size);
        out.writeBytes(HEAD);
        for (int i = 0; i < embeddings.size(); i++) {
            out.writeBytes(ascii((i > 0 ? "," : "") + "{\"object\":\"embedding\",\"index\":" + i + ",\"embedding\":"));
            out.writeBytes(request.base64() ? embeddings.get(i).base64() : embeddings.get(i).json());
            out.write('}');
        }
        out.writeBytes(MODEL_AND_USAGE);
        out.writeBytes(tail);
        return out.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
