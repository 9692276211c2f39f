package gpudyno.load;

import com.fasterxml.jackson.databind.JsonNode;

/// Tokens of one answer as its server counted them.
///
/// @param inputTokens -1 where it counted none
/// @param outputTokens 0 where it counted none
record Usage(long inputTokens, long outputTokens) {
    /// How such answers are counted among errors.
    static final String UNBELIEVABLE = "token counts no server has";
    /// More than any context holds: a count beyond it is no count.
    private static final long MOST = 100_000_000;

    /// Of an OpenAI `usage` object.
    ///
    /// @throws IllegalArgumentException naming a count that is negative, broken or beyond any model
    static Usage read(JsonNode usage) {
        return new Usage(count(usage, "prompt_tokens", -1), count(usage, "completion_tokens", 0));
    }

    private static long count(JsonNode usage, String name, long missing) {
        JsonNode value = usage.path(name);
        if (!value.isNumber()) {
            return missing;
        }
        double number = value.asDouble();
        if (!(number >= 0 && number <= MOST && number == Math.rint(number))) {
            throw new IllegalArgumentException("usage." + name + " must be a whole number from 0 to " + MOST + ", got " + value);
        }
        return (long) number;
    }
}
