package gpudyno.cli;

import java.util.function.Supplier;

/// Adds the flag's name to messages about a refused value, because the engines that check values know nothing of flags.
final class Flag {
    private Flag() {
    }

    /// @param names such as `--check`, or several that belong together
    /// @throws IllegalArgumentException with the original message after the flag's name
    static <T> T read(String names, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(names + ": " + e.getMessage(), e);
        }
    }
}
