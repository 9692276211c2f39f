package gpudyno.node;

import java.util.function.Consumer;

/// The one stream of a node: frames and whatever else changes on it, in order. Who listens needs to ask nothing twice.
public interface Changes {
    /// Tells how things stand now (the last value of every topic that has one), then every change as it happens. The consumer is called from
    /// one thread at a time, not the caller's. While it is slow, frames are dropped for it alone and older states give way to newer ones of
    /// the same topic; the numbers show the gap.
    ///
    /// A remote subscription whose connection breaks opens it again by itself and goes on after the last change it saw. What the node does
    /// not hold any more (it holds five minutes) is lost, and the node tells again how things stand.
    ///
    /// @param after the number of the last change seen; 0 for none
    /// @throws IllegalStateException if the node has as many subscribers as it serves
    Subscription subscribe(long after, Consumer<Change> consumer);
}
