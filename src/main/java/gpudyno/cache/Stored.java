package gpudyno.cache;

/// An entry's value with what both stores must know of it.
///
/// @param written when it came into the cache, on the clock of `System.nanoTime`; a move between stores keeps it
/// @param weight of the entry in bytes, its key and the maps around it included
record Stored(Embedding value, long written, int weight) {
    boolean isOlderThan(long nanos, long now) {
        return now - written >= nanos;
    }
}
