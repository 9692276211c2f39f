package gpudyno.model.cost;

import java.time.Duration;
import java.time.Instant;

/// What one part of a period cost. Serving and idle add up to the whole; the tests' part is what of serving went to sessions and load runs.
///
/// @param requests correct answers
/// @param tokens input tokens of correct answers and output tokens, as far as they are counted
/// @param idle what of it passed without a request
/// @param idleTime time without a request
/// @param tests what of serving went to tuning sessions and load runs: it counts in no figure per request
public record CostPart(Instant from, Duration length, long requests, Tokens tokens, Spend serving, Spend idle, Duration idleTime,
        Spend tests) {
    /// @param input of correct answers
    /// @param output of correct answers; 0 on a node that generates no text
    public record Tokens(long input, long output) {
        public long all() {
            return input + output;
        }
    }
}
