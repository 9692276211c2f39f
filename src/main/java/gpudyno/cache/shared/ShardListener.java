package gpudyno.cache.shared;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a [Shard] tells. Called from its own thread or from that of its connection: answers at once.
interface ShardListener {
    /// The server announced that these keys changed; null if all of them may have.
    void invalidated(@Nullable List<String> keys);

    /// A connection is there and is about to be used; what the one before it had read is no longer tracked.
    void connected(Shard shard, boolean again);

    /// Whether the server tells what changes, or no longer does.
    void trackingChanged();

    /// A line for people; told once when the state changes.
    void warn(String line);
}
