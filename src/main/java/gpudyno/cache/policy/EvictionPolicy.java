package gpudyno.cache.policy;

import java.util.function.LongConsumer;

/// A cache of a fixed number of keys that decides which to keep. Not safe for use by several threads.
///
/// Keys are hashes of 64 well mixed bits, as [KeyHash] makes them.
public interface EvictionPolicy {
    /// Looks a key up and, if it is absent, puts it in; that may push out another key or the key itself.
    ///
    /// @return whether it was present
    boolean request(long key);

    /// Gives every key that is present, those that matter least first. The policy must not be used meanwhile.
    void forEachResident(LongConsumer each);
}
