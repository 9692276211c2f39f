package gpudyno.node;

import java.util.function.Consumer;

/// The one stream of a node: frames and whatever else changes on it, in order. A listener never needs to poll.
public interface Changes {
    /// Sends the present state first (the last value of every topic that has one), then every change as it happens. The consumer is called
    /// from one thread at a time, not the caller's. If the consumer is slow, frames are dropped for this consumer only, and a newer value
    /// replaces an older one of the same topic. The gap in the numbers shows that something was dropped.
    ///
    /// If the connection of a remote subscription breaks, it reconnects by itself and continues after the last change it has seen. A node
    /// keeps changes for five minutes. If the gap is longer, those changes are lost and the node sends its present state again.
    ///
    /// @param after the number of the last change seen; 0 for none
    /// @throws IllegalStateException if the node already has its maximum of subscribers
    Subscription subscribe(long after, Consumer<Change> consumer);
}
