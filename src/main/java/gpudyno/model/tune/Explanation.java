package gpudyno.model.tune;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/// Why a session ended as it did and what its winner owes to which knob.
///
/// @param stopped why the search ended, in words
/// @param basis where the shares come from
/// @param shares of the gain, greatest first, together 1; empty where no gain was verified
/// @param binding the target with the least room at the best, in words; empty where none was measured
/// @param next what to try next, one sentence each
public record Explanation(String stopped, Basis basis, List<Share> shares, String binding, List<String> next) {
    public Explanation {
        shares = List.copyOf(shares);
        next = List.copyOf(next);
    }

    /// What one knob gives of the gain.
    ///
    /// @param share 0 to 1
    public record Share(String knob, double share) {}

    /// Where the shares come from.
    public enum Basis {
        /// Knob by knob turned back from the best to the baseline, and measured.
        MEASURED,
        /// Read off a model fitted to the trials of the search.
        ESTIMATED;

        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
