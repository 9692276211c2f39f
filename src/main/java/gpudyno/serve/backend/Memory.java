package gpudyno.serve.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/// Memory the backend holds.
///
/// @param source what was read
/// @param reserved bytes held from the system
/// @param used bytes of those in use
public record Memory(Source source, long reserved, long used) {
    private static final Path PAGES = Path.of("/proc/self/statm");
    private static final long PAGE_BYTES = 4096;

    /// Where a figure comes from.
    public enum Source {
        /// The arenas of the backend's sessions: exactly the backend's memory.
        ARENA,
        /// The resident set of the whole process, where the arenas do not tell: an upper bound.
        RESIDENT_SET
    }

    /// The memory freed by cleaning up.
    ///
    /// @param before and
    /// @param after were read the same way
    public record Reclaimed(Memory before, Memory after) {
        /// Bytes given back to the system, measured, never below zero.
        public long freed() {
            return Math.max(0, before.reserved - after.reserved);
        }
    }

    /// The resident set of this process, or empty on a system without `/proc`.
    static OptionalLong residentSet() {
        try {
            return OptionalLong.of(Long.parseLong(Files.readString(PAGES).split(" ")[1]) * PAGE_BYTES);
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
