package gpudyno.load;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// A chat of several turns. Each request contains all earlier questions and the server's own answers. Used only on the event loop.
final class Conversation {
    private final RequestFormat format;
    private final long apartNanos;
    private final Queue<Prompt> toAsk;
    private final ArrayNode said = JsonNodeFactory.instance.arrayNode();
    private int tokensSaid;
    private boolean answered;
    private boolean broken;
    private final Queue<LoadRun.Request> waiting = new ArrayDeque<>();

    /// @param questions at least one, in order; all known beforehand, so that they do not depend on how fast answers come
    Conversation(RequestFormat format, long apartNanos, List<Prompt> questions) {
        this.format = format;
        this.apartNanos = apartNanos;
        toAsk = new ArrayDeque<>(questions);
    }

    /// The time from one turn's intended send time to the next one's.
    long apartNanos() {
        return apartNanos;
    }

    /// Whether turns are to come that are not due yet.
    boolean hasNext() {
        return toAsk.size() > waiting.size() && !broken;
    }

    boolean isComplete() {
        return toAsk.isEmpty() && answered;
    }

    /// Whether all turns before have their answers.
    boolean canGoOn() {
        return answered && waiting.isEmpty();
    }

    /// The next question, with all that was said.
    Body next(long index) {
        Prompt question = toAsk.remove();
        if (question.messages() instanceof ArrayNode messages) {
            said.addAll(messages);
        } else {
            say("user", question.text());
        }
        tokensSaid = (int) Math.min(Integer.MAX_VALUE, (long) tokensSaid + question.inputTokens());
        answered = false;
        return new Body(format.body(new Prompt("", said, tokensSaid, question.outputTokens()), index), tokensSaid, this);
    }

    /// @param tokens of the answer, 0 where unknown
    void answered(String text, long tokens) {
        say("assistant", text);
        tokensSaid = (int) Math.min(Integer.MAX_VALUE, tokensSaid + tokens);
        answered = true;
    }

    private void say(String role, String text) {
        said.addObject().put("role", role).put("content", text);
    }

    /// One of its turns failed. A conversation without an answer does not continue.
    void breakOff() {
        broken = true;
    }

    /// Keeps a turn that is due before the previous answer has come.
    void await(LoadRun.Request turn) {
        waiting.add(turn);
    }

    /// The turn that waited longest, once; null when none did.
    LoadRun.@Nullable Request takeWaiting() {
        return waiting.poll();
    }
}
