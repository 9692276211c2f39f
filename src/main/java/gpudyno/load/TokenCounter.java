package gpudyno.load;

import java.io.IOException;

/// Counts tokens as a target does.
@FunctionalInterface
public interface TokenCounter {
    /// Tokens of a prompt of this text, with what the target puts around it.
    ///
    /// @throws IOException if it cannot tell
    int count(String text) throws IOException;
}
