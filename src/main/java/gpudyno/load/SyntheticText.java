package gpudyno.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/// Words of the corpus, as many as wanted, from a seeded place on.
final class SyntheticText {
    private static final List<String> WORDS = Corpus.sentences(5000).stream().flatMap(line -> java.util.Arrays.stream(line.split(" ")))
            .toList();

    private SyntheticText() {
    }

    static String of(int tokens, long seed) {
        int words = Math.max(1, (int) Math.round(tokens / PromptSource.TOKENS_PER_WORD));
        int at = new SplittableRandom(seed).nextInt(WORDS.size());
        StringBuilder text = new StringBuilder(words * 6);
        for (int i = 0; i < words; i++) {
            text.append(WORDS.get((at + i) % WORDS.size())).append(' ');
        }
        return text.toString();
    }

    static int estimatedTokens(String text) {
        int words = 1;
        for (int i = 0; i < text.length(); i++) {
            words += text.charAt(i) == ' ' ? 1 : 0;
        }
        return (int) Math.round(words * PromptSource.TOKENS_PER_WORD);
    }

    /// A line of a prompt file.
    static Prompt read(JsonNode line, Path file, int number) {
        int tokens = line.path("max_tokens").asInt(0);
        if (line.path("messages").isArray()) {
            StringBuilder all = new StringBuilder();
            line.path("messages").forEach(message -> all.append(message.path("content").asText()).append(' '));
            return new Prompt(all.toString(), line.path("messages"), estimatedTokens(all.toString()), tokens);
        }
        JsonNode text = line.isTextual()
                ? line
                : line.has("prompt") ? line.path("prompt") : line.has("text") ? line.path("text") : line.path("input");
        if (!text.isTextual()) {
            throw new IllegalArgumentException("--prompt-file " + file + ", line " + number
                    + ": a string, or an object with prompt, text, input or messages is needed");
        }
        return new Prompt(text.asText(), null, estimatedTokens(text.asText()), tokens);
    }
}
