package gpudyno.cache;

import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// A store of entries within a bound of bytes that gives up those which its policy thinks least likely to be asked for again, and those that
/// outlive the TTL. Safe for use by several threads.
interface Entries {
    /// The entry, if it is held and not too old. Counts as use.
    @Nullable
    Stored get(TokenKey key);

    /// Likewise, without counting as use.
    @Nullable
    Stored peek(TokenKey key);

    /// Stores an entry in place of the one that the key had.
    void put(TokenKey key, Stored stored);

    /// Takes an entry out; that is no eviction.
    ///
    /// @return what it was; null if it was not held or too old
    @Nullable
    Stored remove(TokenKey key);

    void clear();

    /// The keys that would be given up next, those first.
    List<TokenKey> coldest(int most);

    /// Every entry that is not too old, as they are now.
    void forEach(BiConsumer<TokenKey, Stored> each);

    /// Bytes held, by the weight of the entries; never more than the bound.
    long weight();

    long size();

    /// Entries that no longer fit go at once.
    ///
    /// @param maxBytes 0 or more
    void resize(long maxBytes);

    /// Entries that are too old by now go at once.
    void setTtl(Duration ttl);
}
