package gpudyno.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Prompts out of a file: JSON lines or one JSON array, of strings or of objects as the known data sets have them.
///
/// | field | data sets |
/// |---|---|
/// | `messages`: `[{"role", "content"}]` | OpenAI chats; answers at their end are left out, for the server is to give them |
/// | `conversations` (or `conversation`): `[{"from": "human", "value"}]` | ShareGPT, and chats of `role` and `content` under that name: what the user says first |
/// | the same under `items`, `dialog` or `dialogue` | cleaned ShareGPT, dialogues |
/// | `turns` or `data`: `["…"]` | MT-Bench, UltraChat: the first |
/// | `instruction` and perhaps `input` or `context` | Alpaca, Dolly |
/// | `body`: `{"messages": …}` or `{"prompt": …}` | OpenAI's batches of requests |
/// | `row`: any of these; `rows`: `[{"row": …}]` | what Hugging Face's viewer gives |
/// | `prompt`, `text`, `question`, `query`, `input` | the rest |
///
/// `max_tokens` (or `output_tokens`, `output_len`, `max_completion_tokens`, `max_new_tokens`) asks for an answer's length.
final class PromptFile {
    private static final int MOST_PROMPTS = 200_000;
    private static final long MOST_CHARACTERS = 200L << 20;
    private static final List<String> TEXTS = List.of("prompt", "text", "question", "query", "input");
    private static final List<String> LENGTHS = List.of("max_tokens", "max_completion_tokens", "output_tokens", "output_len",
            "max_new_tokens");
    private static final List<String> CHATS = List.of("conversations", "conversation", "items", "dialog", "dialogue");
    private static final String GOOD = "\"a question\", {\"prompt\": \"a question\"} or {\"messages\": [{\"role\": \"user\", \"content\": \"a question\"}]}";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final List<Prompt> prompts = new ArrayList<>();
    private long skipped;
    private boolean cut;

    private PromptFile(Path file) {
        this.file = file;
    }

    /// @throws IllegalArgumentException naming the line that holds no prompt
    static PromptSource read(Path file) {
        return new PromptFile(file).source();
    }

    private PromptSource source() {
        try (BufferedReader reader = TextFile.open(file);
                MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(reader)) {
            long characters = 0;
            while (values.hasNextValue() && !cut) {
                int line = values.getParser().currentTokenLocation().getLineNr();
                JsonNode entry = values.nextValue();
                for (JsonNode one : entry.path("rows").isArray() ? entry.path("rows") : List.of(entry)) {
                    Prompt prompt = cut ? null : prompt(one, line);
                    skipped += prompt == null && !cut ? 1 : 0;
                    if (prompt != null) {
                        prompts.add(prompt);
                        characters += prompt.text().length();
                    }
                    cut = prompts.size() == MOST_PROMPTS || characters > MOST_CHARACTERS;
                }
            }
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw wrong(line, "no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e, e);
        }
        if (prompts.isEmpty()) {
            throw new IllegalArgumentException(file + " holds no prompt; a good line is " + GOOD);
        }
        return new InOrder(List.copyOf(prompts), notes());
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (skipped > 0) {
            notes.add(String.format(Locale.ROOT, "%s: %d of its entries ask nothing and are left out", file.getFileName(), skipped));
        }
        if (cut) {
            notes.add(String.format(Locale.ROOT, "%s: its first %d prompts are used", file.getFileName(), prompts.size()));
        }
        return notes;
    }

    /// Again from the start at the end.
    private record InOrder(List<Prompt> all, List<String> notes) implements PromptSource {
        @Override
        public java.util.function.Supplier<Prompt> prompts(long seed) {
            int[] next = {0};
            return () -> {
                Prompt prompt = all.get(next[0]);
                next[0] = (next[0] + 1) % all.size();
                return prompt;
            };
        }
    }

    private IllegalArgumentException wrong(int line, String why) {
        return new IllegalArgumentException(file + ", line " + line + ": " + why + "; a good line is " + GOOD);
    }

    /// Null for a conversation in which nobody asks anything: data sets hold some.
    private @Nullable Prompt prompt(JsonNode entry, int line) {
        for (String name : List.of("row", "body")) {
            if (entry.path(name).isObject()) {
                return prompt(entry.path(name), line);
            }
        }
        int tokens = tokens(entry, line);
        if (entry.isTextual()) {
            return text(entry.asText(), tokens);
        }
        if (entry.path("messages").isArray()) {
            return chat(entry.path("messages"), tokens);
        }
        for (String name : CHATS) {
            if (entry.path(name).isArray()) {
                return text(firstAsked(entry.path(name)), tokens);
            }
        }
        for (String name : List.of("turns", "data")) {
            if (entry.path(name).isArray()) {
                return text(entry.path(name).path(0).asText(""), tokens);
            }
        }
        if (entry.path("instruction").isTextual()) {
            String input = entry.path("input").asText(entry.path("context").asText(""));
            return text(entry.path("instruction").asText() + (input.isBlank() ? "" : "\n\n" + input), tokens);
        }
        for (String name : TEXTS) {
            if (entry.path(name).isTextual()) {
                return text(entry.path(name).asText(), tokens);
            }
            if (entry.path(name).isArray() && entry.path(name).path(0).isObject()) {
                return chat(entry.path(name), tokens);
            }
            if (entry.path(name).isArray() && entry.path(name).path(0).isTextual()) {
                return text(entry.path(name).path(0).asText(), tokens);
            }
        }
        throw wrong(line,
                "neither a string nor an object with messages, conversations, turns, instruction, prompt, text, question or input");
    }

    private int tokens(JsonNode entry, int line) {
        for (String name : LENGTHS) {
            JsonNode value = entry.path(name);
            if (!value.isMissingNode() && !value.isNull()) {
                double number = value.isTextual() && value.asText().strip().matches("\\d{1,9}")
                        ? Double.parseDouble(value.asText().strip())
                        : value.isNumber() ? value.asDouble() : Double.NaN;
                if (!(number >= 1 && number <= Generation.MOST_TOKENS && number == Math.rint(number))) {
                    throw wrong(line, name + " must be a whole number from 1 to " + Generation.MOST_TOKENS + ", got " + value);
                }
                return (int) number;
            }
        }
        return 0;
    }

    private static @Nullable Prompt text(String text, int tokens) {
        return text.isBlank() ? null : new Prompt(text, null, Vocabulary.estimatedTokens(text), tokens);
    }

    private static @Nullable Prompt chat(JsonNode messages, int tokens) {
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        messages.forEach(kept::add);
        while (!kept.isEmpty() && kept.get(kept.size() - 1).path("role").asText().equals("assistant")) {
            kept.remove(kept.size() - 1);
        }
        StringBuilder all = new StringBuilder();
        kept.forEach(message -> all.append(said(message.path("content"))).append(' '));
        return kept.isEmpty() ? null : new Prompt(all.toString().strip(), kept, Vocabulary.estimatedTokens(all.toString()), tokens);
    }

    /// Content is a text, or parts of which some are texts.
    private static String said(JsonNode content) {
        StringBuilder text = new StringBuilder(content.isTextual() ? content.asText() : "");
        if (content.isArray()) {
            content.forEach(part -> text.append(part.path("text").asText("")).append(' '));
        }
        return text.toString();
    }

    private static String firstAsked(JsonNode turns) {
        for (JsonNode turn : turns) {
            String who = turn.path("from").asText(turn.path("role").asText("")).toLowerCase(Locale.ROOT);
            if (who.equals("human") || who.equals("user")) {
                return turn.path("value").asText(said(turn.path("content")));
            }
        }
        return "";
    }
}
