package gpudyno.node;

import java.util.Optional;

/// A change that a node sends to its listeners. A listener must ignore topics that it does not know, because a newer node may have more.
public interface Change {
    /// The number of the change, counted by one from the node's start. The present state, which [Changes#subscribe] sends first, carries
    /// the number of the latest change before it.
    long sequence();

    /// The name of its topic.
    String topic();

    /// The value of the change, as JSON.
    String body();

    /// The value of the change, if it is of this topic.
    <T> Optional<T> as(Topic<T> topic);
}
