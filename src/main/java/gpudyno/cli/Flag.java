package gpudyno.cli;

import java.util.function.Supplier;

/// Names the flag in refusals of what it gave: the engines refuse values, and know nothing of flags.
final class Flag {
    private Flag() {
    }

    /// @param names such as `--check`, or several that belong together
    /// @throws IllegalArgumentException as the value's reader throws it, after the flag's name
    static <T> T read(String names, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(names + ": " + e.getMessage(), e);
        }
    }
}
