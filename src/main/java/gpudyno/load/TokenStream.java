package gpudyno.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// One streamed OpenAI answer after another on a connection: when its first output came, and how many tokens it was.
///
/// A chunk counts as output if it adds text, reasoning or a tool call; the role-only and empty chunks servers send first do not. Times are
/// nanoseconds from the actual send.
final class TokenStream {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SseParser parser = new SseParser(this::event);
    private final Histogram gaps = new Histogram(RunStatistics.MAX_MICROS, 2);
    private long now;
    private long firstOutput;
    private long lastOutput;
    private long chunks;
    private long inputTokens;
    private long outputTokens;
    private boolean done;
    private @Nullable String problem;

    void begin(String contentType) {
        parser.reset();
        gaps.reset();
        firstOutput = -1;
        lastOutput = -1;
        chunks = 0;
        inputTokens = -1;
        outputTokens = -1;
        done = false;
        problem = contentType.toLowerCase(Locale.ROOT).startsWith("text/event-stream") ? null : "not an event stream";
    }

    void read(ByteBuf bytes, long at) {
        now = at;
        if (problem == null) {
            try {
                parser.read(bytes);
            } catch (IllegalArgumentException e) {
                problem = e.getMessage();
            }
        }
    }

    private void event(String data) {
        if (data.equals("[DONE]")) {
            done = true;
            return;
        }
        try {
            JsonNode json = JSON.readTree(data);
            if (!json.isObject()) {
                problem = "bad event";
            } else if (json.hasNonNull("error")) {
                problem = "error in stream";
            } else {
                chunk(json);
            }
        } catch (JsonProcessingException e) {
            problem = "bad event";
        }
    }

    private void chunk(JsonNode json) {
        JsonNode usage = json.path("usage");
        if (usage.path("completion_tokens").isNumber()) {
            inputTokens = usage.path("prompt_tokens").asLong();
            outputTokens = usage.path("completion_tokens").asLong();
        }
        for (JsonNode choice : json.path("choices")) {
            JsonNode delta = choice.path("delta");
            if (says(choice, "text") || says(delta, "content") || says(delta, "reasoning_content") || says(delta, "reasoning")
                    || !delta.path("tool_calls").isEmpty()) {
                output();
            }
        }
    }

    private static boolean says(JsonNode node, String name) {
        return !node.path(name).asText("").isEmpty() && !node.path(name).isNull();
    }

    private void output() {
        if (chunks++ == 0) {
            firstOutput = now;
        } else {
            gaps.recordValue(RunStatistics.micros(now - lastOutput));
        }
        lastOutput = now;
    }

    /// What is wrong with the ended answer; null when nothing is.
    @Nullable
    String problem() {
        return problem != null ? problem : !done ? "stream cut short" : chunks == 0 ? "no output" : null;
    }

    long firstOutputNanos() {
        return firstOutput;
    }

    /// (end to end - TTFT) / (tokens - 1); NaN unless the server counted at least two tokens.
    double nanosPerOutputToken(long endToEndNanos) {
        return outputTokens < 2 ? Double.NaN : (double) (endToEndNanos - firstOutput) / (outputTokens - 1);
    }

    boolean counted() {
        return outputTokens >= 0;
    }

    /// As the server counted, else a token a chunk.
    long outputTokens() {
        return counted() ? outputTokens : chunks;
    }

    long inputTokens() {
        return Math.max(0, inputTokens);
    }

    /// Microseconds between chunks of output.
    Histogram gaps() {
        return gaps;
    }
}
