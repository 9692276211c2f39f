package gpudyno.load;

import io.netty.buffer.ByteBuf;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Reads the figures of interest from the answers on a connection, one after another. Times are nanoseconds from the actual send. Used only
/// on the event loop.
abstract sealed class Answer permits TokenStream, WholeAnswer {
    /// Whether [#text] will be asked for; before the answer begins.
    abstract void keepText(boolean keep);

    /// The text of the answer, without reasoning; at most about [AnswerCheck#MAX_CHECKED] characters of it, and empty where it was not
    /// kept.
    abstract String text();

    /// A new answer begins.
    abstract void begin(String contentType);

    abstract void read(ByteBuf bytes, long at);

    /// The problem of the completed answer; null if there is none.
    abstract @Nullable String problem();

    /// More about a problem, for people.
    ///
    /// @param beginning of the body
    String why(String beginning) {
        return beginning;
    }

    /// Time to the first non-empty output; -1 if output does not come in pieces.
    abstract long firstOutputNanos();

    /// Whether the server counted its tokens.
    abstract boolean counted();

    /// The number as the server counted it, else an estimate; 0 if the answer is not made of tokens.
    abstract long outputTokens();

    /// The number as the server counted it; -1 if it did not.
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
