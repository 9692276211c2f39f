package gpudyno.load;

import io.netty.buffer.ByteBuf;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// What is read out of one answer after another on a connection. Times are nanoseconds from the actual send. The event loop's own.
abstract sealed class Answer permits TokenStream, WholeAnswer {
    /// Whether [#text] will be asked for; before the answer begins.
    abstract void keepText(boolean keep);

    /// What was said, without reasoning; at most about [AnswerCheck#MAX_CHECKED] characters of it, and empty where it was not kept.
    abstract String text();

    /// A new answer begins.
    abstract void begin(String contentType);

    abstract void read(ByteBuf bytes, long at);

    /// What is wrong with the ended answer; null when nothing is.
    abstract @Nullable String problem();

    /// More about a problem, for people.
    ///
    /// @param beginning of the body
    String why(String beginning) {
        return beginning;
    }

    /// To the first non-empty output; -1 where output does not come in pieces.
    abstract long firstOutputNanos();

    /// Whether the server counted its tokens.
    abstract boolean counted();

    /// As the server counted, else estimated; 0 where tokens mean nothing.
    abstract long outputTokens();

    /// As the server counted; -1 where it did not.
    abstract long inputTokens();

    /// Whether the answer is made of tokens at all.
    abstract boolean hasTokens();

    /// Microseconds between chunks of output.
    abstract Histogram gaps();

    /// Whether each chunk of output was one token.
    abstract boolean chunksAreTokens();

    /// (end to end - TTFT) / (tokens - 1); NaN unless output came in pieces and the server counted at least two tokens.
    double nanosPerOutputToken(long endToEndNanos) {
        return !counted() || firstOutputNanos() < 0 || outputTokens() < 2
                ? Double.NaN
                : (double) (endToEndNanos - firstOutputNanos()) / (outputTokens() - 1);
    }
}
