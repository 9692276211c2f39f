package gpudyno.load;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A body with variables in it, each request's own:
///
/// | variable | becomes |
/// |---|---|
/// | `{{prompt}}` | the prompt, escaped to stand inside a JSON string |
/// | `{{index}}` | the request's number in its run, from 0 |
/// | `{{uuid}}` | a random UUID |
/// | `{{int:LOW:HIGH}}` | a whole number from LOW to HIGH |
/// | `{{model}}` | the model named by `--model` |
/// | `{{max_tokens}}` | the prompt's output tokens, else `--max-tokens` |
///
/// Random values depend only on the seed and the request's number.
public final class BodyTemplate implements RequestFormat {
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*}}");
    private static final Pattern RANGE = Pattern.compile("int:(-?\\d{1,18}):(-?\\d{1,18})");
    private static final String KNOWN = "prompt, index, uuid, int:LOW:HIGH, model and max_tokens";

    private final List<BiFunction<Prompt, Long, String>> pieces = new ArrayList<>();
    private final String model;
    private final int maxTokens;
    private final long seed;

    /// @throws IllegalArgumentException naming a variable that is not known
    public BodyTemplate(String template, String model, int maxTokens, long seed) {
        this.model = model;
        this.maxTokens = maxTokens;
        this.seed = seed;
        Matcher match = VARIABLE.matcher(template);
        int end = 0;
        while (match.find()) {
            literal(template.substring(end, match.start()));
            pieces.add(variable(match.group(1)));
            end = match.end();
        }
        literal(template.substring(end));
    }

    private void literal(String text) {
        pieces.add((_, _) -> text);
    }

    private BiFunction<Prompt, Long, String> variable(String name) {
        int place = pieces.size();
        Matcher range = RANGE.matcher(name);
        if (range.matches()) {
            long low = Long.parseLong(range.group(1));
            long high = Long.parseLong(range.group(2));
            if (low > high) {
                throw new IllegalArgumentException("the template's {{" + name + "}} is an empty range");
            }
            return (_, index) -> Long.toString(random(index, place).nextLong(low, high + 1));
        }
        return switch (name) {
            case "prompt" -> (prompt, _) -> new String(JsonStringEncoder.getInstance().quoteAsString(prompt.text()));
            case "index" -> (_, index) -> Long.toString(index);
            case "uuid" -> (_, index) -> uuid(random(index, place));
            case "model" -> (_, _) -> model;
            case "max_tokens" -> (prompt, _) -> Integer.toString(prompt.outputTokens() > 0 ? prompt.outputTokens() : maxTokens);
            default -> throw new IllegalArgumentException("the template's {{" + name + "}} is not known; known are " + KNOWN);
        };
    }

    private SplittableRandom random(long index, int place) {
        return new SplittableRandom(seed * 31 + index * 1_000_003 + place);
    }

    /// Version 4 of RFC 9562.
    private static String uuid(SplittableRandom random) {
        return new UUID(random.nextLong() & ~0xF000L | 0x4000L, random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L)
                .toString();
    }

    @Override
    public boolean repeats() {
        return false;
    }

    @Override
    public byte[] body(Prompt prompt, long index) {
        StringBuilder text = new StringBuilder();
        pieces.forEach(piece -> text.append(piece.apply(prompt, index)));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
