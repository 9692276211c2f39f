package gpudyno.load;

import gpudyno.model.load.RunReport;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Future turns of conversations, ordered by the time they are due. Used only on the event loop.
final class FollowUps {
    /// @param due nanoseconds from the start of the run
    /// @param order of being added, so that equal times keep it
    record Turn(long due, long order, Conversation conversation) {}

    private final PriorityQueue<Turn> turns = new PriorityQueue<>(Comparator.comparingLong(Turn::due).thenComparingLong(Turn::order));
    private long added;
    private long begun;
    private long completed;
    private long broken;

    /// When the next one is due; [Long#MAX_VALUE] when none is to come.
    long next() {
        Turn first = turns.peek();
        return first == null ? Long.MAX_VALUE : first.due;
    }

    /// The next one; null where its conversation has been broken off since.
    @Nullable
    Conversation take() {
        Conversation conversation = turns.remove().conversation;
        return conversation.hasNext() ? conversation : null;
    }

    void begin() {
        begun++;
    }

    /// The turn after one that was due at a time.
    void after(long due, Conversation conversation) {
        if (conversation.hasNext()) {
            turns.add(new Turn(due + conversation.apartNanos(), added++, conversation));
        }
    }

    void answered(Conversation conversation, String text, long tokens) {
        conversation.answered(text, tokens);
        if (conversation.isComplete()) {
            completed++;
        }
    }

    void broken(Conversation conversation) {
        conversation.breakOff();
        broken++;
    }

    RunReport.@Nullable Conversations report() {
        return begun == 0 ? null : new RunReport.Conversations(begun, completed, broken);
    }
}
