package gpudyno.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// An answer read as a whole: its checks, and its tokens where it is an OpenAI answer.
final class WholeAnswer extends Answer {
    private static final ObjectMapper JSON = new ObjectMapper();
    /// A rule of thumb for English text and byte-pair tokenizers.
    private static final double CHARACTERS_PER_TOKEN = 4;
    private static final Histogram NO_GAPS = new Histogram(1, RunStatistics.MAX_MICROS, 1);

    private final boolean openAi;
    private final List<AnswerCheck> checks;
    private byte[] kept = new byte[8192];
    private int length;
    private boolean tooLarge;
    private long inputTokens;
    private long outputTokens;
    private boolean counted;
    private String said = "";
    private String why = "";

    WholeAnswer(boolean openAi, List<AnswerCheck> checks) {
        this.openAi = openAi;
        this.checks = checks;
    }

    /// It is kept in any case, and read anyway.
    @Override
    void keepText(boolean keep) {
    }

    @Override
    String text() {
        return said;
    }

    @Override
    void begin(String contentType) {
        length = 0;
        tooLarge = false;
        counted = false;
        inputTokens = -1;
        outputTokens = 0;
        said = "";
        why = "";
    }

    @Override
    String why(String beginning) {
        return why.isEmpty() ? beginning : why;
    }

    @Override
    void read(ByteBuf bytes, long at) {
        int more = bytes.readableBytes();
        if (length + more > AnswerCheck.MAX_CHECKED) {
            tooLarge = true;
            return;
        }
        if (length + more > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(length + more, 2 * kept.length));
        }
        bytes.getBytes(bytes.readerIndex(), kept, length, more);
        length += more;
    }

    @Override
    @Nullable
    String problem() {
        if (tooLarge) {
            return "answer too large to check";
        }
        String text = new String(kept, 0, length, StandardCharsets.UTF_8);
        for (AnswerCheck check : checks) {
            if (!check.passes(text)) {
                return check.kind();
            }
        }
        return openAi ? readTokens(text) : null;
    }

    private @Nullable String readTokens(String text) {
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (JsonProcessingException _) {
            return "not JSON";
        }
        if (json.hasNonNull("error")) {
            return "error in answer";
        }
        StringBuilder choices = new StringBuilder();
        for (JsonNode choice : json.path("choices")) {
            choices.append(choice.path("text").asText("")).append(choice.path("message").path("content").asText(""));
        }
        said = choices.toString();
        counted = json.path("usage").path("prompt_tokens").isNumber();
        if (counted) {
            try {
                Usage usage = Usage.read(json.path("usage"));
                inputTokens = usage.inputTokens();
                outputTokens = usage.outputTokens();
                return null;
            } catch (IllegalArgumentException e) {
                why = String.valueOf(e.getMessage());
                return Usage.UNBELIEVABLE;
            }
        }
        outputTokens = Math.round(said.length() / CHARACTERS_PER_TOKEN);
        return null;
    }

    @Override
    long firstOutputNanos() {
        return -1;
    }

    @Override
    boolean counted() {
        return counted;
    }

    @Override
    boolean hasTokens() {
        return openAi;
    }

    @Override
    long outputTokens() {
        return outputTokens;
    }

    @Override
    long inputTokens() {
        return inputTokens;
    }

    @Override
    Histogram gaps() {
        return NO_GAPS;
    }

    @Override
    boolean chunksAreTokens() {
        return false;
    }
}
