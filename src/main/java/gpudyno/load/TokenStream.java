package gpudyno.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpudyno.model.load.RunReport;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// One streamed OpenAI answer after another on a connection: when its first output came, and how many tokens it was.
///
/// A chunk counts as output if it adds text, reasoning or a tool call; the role-only and empty chunks servers send first do not. Times are
/// nanoseconds from the actual send.
final class TokenStream extends Answer {
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
    /// A choice has given its finish reason. If the body then ends properly, the answer is complete, with or without `[DONE]`.
    private boolean finished;
    private String bad = "";
    private @Nullable String problem;
    private final List<AnswerCheck> checks;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder said = new StringBuilder();
    private boolean keepsText;

    /// @param checks asked of the output's text
    TokenStream(List<AnswerCheck> checks) {
        this.checks = checks;
    }

    @Override
    void keepText(boolean keep) {
        keepsText = keep;
    }

    @Override
    String text() {
        return said.toString();
    }

    @Override
    void begin(String contentType) {
        parser.reset();
        gaps.reset();
        text.setLength(0);
        said.setLength(0);
        firstOutput = -1;
        lastOutput = -1;
        chunks = 0;
        inputTokens = -1;
        outputTokens = -1;
        done = false;
        finished = false;
        bad = "";
        problem = contentType.toLowerCase(Locale.ROOT).startsWith("text/event-stream") ? null : "not an event stream";
    }

    @Override
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
                bad = data;
            } else if (json.hasNonNull("error")) {
                problem = "error in stream";
                bad = json.path("error").path("message").asText(json.path("error").toString());
            } else {
                chunk(json);
            }
        } catch (JsonProcessingException e) {
            problem = "bad event";
            bad = data;
        }
    }

    private void chunk(JsonNode json) {
        if (json.path("usage").path("completion_tokens").isNumber()) {
            try {
                Usage usage = Usage.read(json.path("usage"));
                inputTokens = usage.inputTokens();
                outputTokens = usage.outputTokens();
            } catch (IllegalArgumentException e) {
                problem = Usage.UNBELIEVABLE;
                bad = String.valueOf(e.getMessage());
            }
        }
        for (JsonNode choice : json.path("choices")) {
            finished |= choice.hasNonNull("finish_reason");
            JsonNode delta = choice.path("delta");
            int spoken = output(choice, "text", said) + output(delta, "content", said);
            int thought = output(delta, "reasoning_content", null) + output(delta, "reasoning", null);
            if (spoken + thought > 0 || !delta.path("tool_calls").isEmpty()) {
                output();
            }
        }
    }

    /// Characters of text under that name, which are kept where checks will ask for them.
    ///
    /// @param history keeps them too, where the answer is part of a conversation
    private int output(JsonNode node, String name, @Nullable StringBuilder history) {
        String output = node.path(name).isNull() ? "" : node.path(name).asText("");
        if (!checks.isEmpty() && text.length() <= AnswerCheck.MAX_CHECKED) {
            text.append(output);
        }
        if (history != null && keepsText && history.length() <= AnswerCheck.MAX_CHECKED) {
            history.append(output);
        }
        return output.length();
    }

    private void output() {
        if (chunks++ == 0) {
            firstOutput = now;
        } else {
            gaps.recordValue(RunStatistics.micros(now - lastOutput));
        }
        lastOutput = now;
    }

    @Override
    @Nullable
    String problem() {
        boolean whole = done || finished;
        if (problem != null || !whole || chunks == 0) {
            return problem != null ? problem : !whole ? "stream cut short" : "no output";
        }
        if (text.length() > AnswerCheck.MAX_CHECKED) {
            return "answer too large to check";
        }
        return checks.stream().filter(check -> !check.passes(text.toString())).map(AnswerCheck::kind).findFirst().orElse(null);
    }

    @Override
    String why(String beginning) {
        return bad.isEmpty() ? beginning : bad.substring(0, Math.min(bad.length(), RunReport.Errors.LONGEST_SAMPLE));
    }

    @Override
    long firstOutputNanos() {
        return firstOutput;
    }

    @Override
    boolean counted() {
        return outputTokens >= 0;
    }

    @Override
    boolean hasTokens() {
        return true;
    }

    /// As the server counted, else a token a chunk.
    @Override
    long outputTokens() {
        return counted() ? outputTokens : chunks;
    }

    @Override
    long inputTokens() {
        return inputTokens;
    }

    @Override
    Histogram gaps() {
        return gaps;
    }

    @Override
    boolean chunksAreTokens() {
        return counted() && outputTokens == chunks;
    }
}
