package gpudyno.load;

import java.time.Duration;

/// How conversations go on after their first request.
///
/// The next turn is due a fixed time after its forerunner was due: when that one's answer is expected to have ended, and a pause of the
/// reader's after that. Not after the answer has really ended: a server that answers late would then be asked later, and so less often the
/// slower it is, which flatters it (coordinated omission). A turn whose forerunner is still unanswered waits for it, for it carries the
/// answer in its history, and that wait counts on the intended clock.
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
