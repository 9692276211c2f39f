package gpudyno.load;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// A prompt: the input of a request to a model.
///
/// @param messages the messages of a chat, in their form in the request; null for a single user message with the text
/// @param inputTokens estimated; 0 where unknown
/// @param outputTokens asked for; 0 for the format's usual number
record Prompt(String text, @Nullable JsonNode messages, int inputTokens, int outputTokens) {
    static Prompt of(String text) {
        return new Prompt(text, null, 0, 0);
    }
}
