package gpudyno.load;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which answers are correct.
///
/// @param form what answers are made of, and so what is looked for in them
/// @param statuses that are correct
/// @param checks every one of which the body must pass
public record Expectation(AnswerForm form, Set<Integer> statuses, List<AnswerCheck> checks) {
    /// Status 200, whatever the body.
    public static final Expectation OK = new Expectation(AnswerForm.ANY, Set.of(200), List.of());

    public Expectation {
        statuses = Set.copyOf(statuses);
        checks = List.copyOf(checks);
        for (int status : statuses) {
            if (status < 200 || status > 599) {
                throw new IllegalArgumentException("status " + status + ": a final status lies from 200 to 599");
            }
        }
    }

    public static Expectation of(AnswerForm form) {
        return new Expectation(form, Set.of(200), List.of());
    }

    /// Creates the reader for the answers of one connection; null if nothing in them is needed.
    @Nullable
    Answer newAnswer() {
        return switch (form) {
            case TOKEN_STREAM -> new TokenStream(checks);
            case TOKENS -> new WholeAnswer(true, checks);
            case ANY -> checks.isEmpty() ? null : new WholeAnswer(false, checks);
        };
    }
}
