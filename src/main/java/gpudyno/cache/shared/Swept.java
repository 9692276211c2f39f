package gpudyno.cache.shared;

/// What came of deleting by a pattern.
///
/// @param looked keys that were looked at
/// @param matched keys that match, and were deleted unless it was a dry run
/// @param whole false if it ended before all keys were seen: its time was up, or a server was not reached or answered an error
public record Swept(long looked, long matched, boolean whole) {
    public Swept plus(Swept other) {
        return new Swept(looked + other.looked, matched + other.matched, whole && other.whole);
    }
}
