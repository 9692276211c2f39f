package gpudyno.model.memory;

/// Memory that an allocator holds.
///
/// @param source what the figures are
/// @param reserved bytes taken from the system or the device
/// @param allocated bytes of those in use
public record Held(Source source, long reserved, long allocated) {
    public enum Source {
        /// The allocator's own figures.
        ARENA,
        /// The resident set of the whole process, where the allocator does not tell: an upper bound, all of it counted as in use.
        RESIDENT_SET
    }

    public Held {
        if (reserved < 0 || allocated < 0) {
            throw new IllegalArgumentException("bytes held must not be negative, got reserved " + reserved + ", allocated " + allocated);
        }
    }

    /// Bytes that could be given back at most.
    public long idle() {
        return Math.max(0, reserved - allocated);
    }

    /// Percent of the reserved bytes that are not in use; zero where nothing is reserved.
    public double fragmentation() {
        return reserved == 0 ? 0 : 100.0 * idle() / reserved;
    }
}
