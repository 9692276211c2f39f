package gpudyno.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import gpudyno.serve.backend.ModelCard;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The fields of an OpenAI embeddings request, read and checked before any other work, so that refusing a body costs one pass over its
/// bytes, whatever it contains. Optional fields that are null count as absent.
///
/// @param model as the caller names it
/// @param inputs in the order of the request, at least one
/// @param base64 whether vectors go out as Base64 instead of JSON numbers
record EmbeddingBody(String model, List<Input> inputs, boolean base64) {
    static final int MAX_BYTES = 4 << 20;
    static final int MAX_INPUTS = 2048;
    /// Far longer than any text of the model's 512 tokens, and short enough to tokenize within a few milliseconds.
    static final int MAX_CHARACTERS = 32_768;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final int DECODED_AT_ONCE = 8192;
    private static final Set<String> FIELDS = Set.of("model", "input", "encoding_format", "dimensions");
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(8).maxStringLength(MAX_BYTES).maxNumberLength(40).build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

    /// One thing to embed.
    sealed interface Input {}

    record Text(String text) implements Input {}

    /// @param ids token ids of the vocabulary, special tokens not needed
    record Tokens(int[] ids) implements Input {}

    static EmbeddingBody read(byte[] body, ModelCard served) throws ApiError {
        if (body.length > MAX_BYTES) {
            throw ApiError.tooLarge("The request body has " + body.length + " bytes, at most " + MAX_BYTES + " are allowed.");
        }
        try (JsonParser json = JSON.createParser(text(body))) {
            return new Fields(json, served).read();
        } catch (StreamConstraintsException e) {
            throw ApiError.invalid(null, null, "The body goes beyond what is read here: " + bound(e) + ".");
        } catch (JsonEOFException e) {
            throw ApiError.invalid(null, null, "The body is not valid JSON: it ends in the middle.");
        } catch (JsonProcessingException e) {
            throw ApiError.invalid(null, null, "The body is not valid JSON: " + fault(e));
        } catch (CharacterCodingException e) {
            int at = firstMalformed(body);
            throw ApiError.invalid(null, null,
                    "The body is not UTF-8: byte " + at + " (0x" + String.format(Locale.ROOT, "%02X", body[at]) + ") cannot stand there.");
        } catch (IOException e) {
            throw ApiError.invalid(null, null, "The body is not valid JSON: " + e.getMessage());
        }
    }

    /// Decoded strictly and as it is read: the parser's own decoder lets overlong forms and encoded surrogates pass and guesses at other
    /// encodings, and the whole text at once would take twice the body's memory again.
    private static Reader text(byte[] body) {
        boolean marked = body.length >= BYTE_ORDER_MARK.length && Arrays.equals(body, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0,
                BYTE_ORDER_MARK.length);
        int from = marked ? BYTE_ORDER_MARK.length : 0;
        return new InputStreamReader(new ByteArrayInputStream(body, from, body.length - from), StandardCharsets.UTF_8.newDecoder());
    }

    /// The place of the first byte that is not UTF-8, in a body that has one.
    private static int firstMalformed(byte[] body) {
        CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.wrap(body);
        CharBuffer scrap = CharBuffer.allocate(DECODED_AT_ONCE);
        while (utf8.decode(bytes, scrap, true).isOverflow()) {
            scrap.clear();
        }
        return bytes.position();
    }

    /// The parser's message without the name of the method that sets the limit.
    private static String bound(StreamConstraintsException e) {
        return e.getOriginalMessage().replaceAll(", from `[^`]*`", "");
    }

    /// The parser's message without its advice to programmers, and with the place in the body.
    private static String fault(JsonProcessingException e) {
        return e.getOriginalMessage().replaceAll("(: enable `| \\(start marker).*", "")
                + (e.getLocation() == null
                        ? ""
                        : " (line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr() + ")");
    }

    /// Goes through the body once.
    private static final class Fields {
        private final JsonParser json;
        private final ModelCard served;
        private final Set<String> seen = new HashSet<>();
        private @Nullable String model;
        private @Nullable List<Input> inputs;
        private boolean base64;

        Fields(JsonParser json, ModelCard served) {
            this.json = json;
            this.served = served;
        }

        EmbeddingBody read() throws IOException, ApiError {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw ApiError.invalid(null, null,
                        "The body must be a JSON object, such as {\"model\":\"" + served.name() + "\",\"input\":\"text\"}.");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                field(json.currentName());
            }
            if (json.nextToken() != null) {
                throw ApiError.invalid(null, null, "There is something after the JSON object.");
            }
            if (model == null) {
                throw ApiError.invalid("model", null, "'model' is missing; this node serves '" + served.name() + "'.");
            }
            if (inputs == null) {
                throw ApiError.invalid("input", null, "'input' is missing; a string or an array of strings is allowed.");
            }
            return new EmbeddingBody(model, inputs, base64);
        }

        private void field(String name) throws IOException, ApiError {
            if (FIELDS.contains(name) && !seen.add(name)) {
                throw ApiError.invalid(name, null, "'" + name + "' is there twice.");
            }
            if (json.nextToken() == JsonToken.VALUE_NULL) {
                return;
            }
            switch (name) {
                case "model" -> model = string("model");
                case "input" -> inputs = inputs();
                case "encoding_format" -> base64 = isBase64(string("encoding_format"));
                case "dimensions" -> checkDimensions();
                default -> json.skipChildren();
            }
        }

        private String string(String field) throws IOException, ApiError {
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

        private void checkDimensions() throws IOException, ApiError {
            if (!isInt() || json.getIntValue() != served.dimensions()) {
                throw ApiError.invalid("dimensions", null, "'dimensions' must be " + served.dimensions() + ", the model's own.");
            }
        }

        private boolean isInt() throws IOException {
            return json.currentToken() == JsonToken.VALUE_NUMBER_INT && json.getNumberType() == JsonParser.NumberType.INT;
        }

        /// A text, a list of texts, token ids, or a list of lists of token ids.
        private List<Input> inputs() throws IOException, ApiError {
            if (json.currentToken() == JsonToken.VALUE_STRING) {
                return List.of(text("input"));
            }
            if (json.currentToken() != JsonToken.START_ARRAY) {
                throw ApiError.invalid("input", null, "'input' must be a string or an array of strings.");
            }
            if (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
                return List.of(tokens("input"));
            }
            List<Input> all = new ArrayList<>();
            for (; json.currentToken() != JsonToken.END_ARRAY; json.nextToken()) {
                if (all.size() == MAX_INPUTS) {
                    throw ApiError.invalid("input", null, "'input' has more than " + MAX_INPUTS + " items.");
                }
                all.add(element("input[" + all.size() + "]"));
            }
            if (all.isEmpty()) {
                throw ApiError.invalid("input", null, "'input' is empty; at least one string is needed.");
            }
            return all;
        }

        private Input element(String name) throws IOException, ApiError {
            if (json.currentToken() == JsonToken.VALUE_STRING) {
                return text(name);
            }
            if (json.currentToken() == JsonToken.START_ARRAY && json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
                return tokens(name);
            }
            throw ApiError.invalid("input", null, "'" + name + "' must be a string or a non-empty array of token ids.");
        }

        /// Reads token ids from the first one to the end of their array.
        private Tokens tokens(String name) throws IOException, ApiError {
            int[] ids = new int[served.maxTokens()];
            int count = 0;
            for (; json.currentToken() != JsonToken.END_ARRAY; json.nextToken()) {
                if (!isInt() || json.getIntValue() < 0 || json.getIntValue() >= served.vocabulary()) {
                    throw ApiError.invalid("input", null,
                            "'" + name + "' must hold token ids from 0 to " + (served.vocabulary() - 1) + " alone.");
                }
                if (count == ids.length) {
                    throw ApiError.tooManyTokens(name, "more than " + ids.length, served.maxTokens());
                }
                ids[count++] = json.getIntValue();
            }
            return new Tokens(Arrays.copyOf(ids, count));
        }

        private Text text(String name) throws IOException, ApiError {
            String text = json.getText();
            if (text.isEmpty()) {
                throw ApiError.invalid("input", null, "'" + name + "' is an empty string.");
            }
            if (text.length() > MAX_CHARACTERS) {
                throw ApiError.invalid("input", "context_length_exceeded",
                        "'" + name + "' has " + text.length() + " characters, at most " + MAX_CHARACTERS + " are read.");
            }
            int lone = loneSurrogate(text);
            if (lone >= 0) {
                throw ApiError.invalid("input", null,
                        "'" + name + "' is not valid Unicode: the escape of character " + lone + " is half of a surrogate pair.");
            }
            return new Text(text);
        }

        /// The place of the first surrogate without its other half, or -1.
        private static int loneSurrogate(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (Character.isSurrogate(c)) {
                    if (Character.isLowSurrogate(c) || i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))) {
                        return i;
                    }
                    i++;
                }
            }
            return -1;
        }
    }
}
