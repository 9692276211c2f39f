package gpudyno.load;

import java.time.Duration;

/// When the later turns of a conversation are sent.
///
/// The next turn is due a fixed time after the previous turn was due: the expected time of the answer plus a pause for reading. It does not
/// depend on when the answer really ended. Otherwise a slow server would get fewer requests and look better than it is (coordinated
/// omission). If the previous answer has not come yet, the turn waits for it, because it contains that answer. The wait counts as latency
/// from the intended send time.
///
/// @param count of turns in each conversation
/// @param answer how long an answer is expected to take
/// @param pause between an answer's expected end and the next turn
public record Turns(LengthDistribution count, Duration answer, Duration pause) {
    /// Turns of one conversation.
    public static final int MOST = 1000;
    private static final Duration LONGEST = Duration.ofHours(1);

    public Turns {
        if (count.mean() > MOST) {
            throw new IllegalArgumentException("a conversation has from 1 to " + MOST + " turns, got " + count.mean());
        }
        if (answer.isNegative() || pause.isNegative() || answer.plus(pause).isZero() || answer.plus(pause).compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "the time of an answer and the pause before the next turn: together above 0 and at most an hour, got "
                            + answer.plus(pause));
        }
    }

    long apartNanos() {
        return answer.plus(pause).toNanos();
    }
}
