package gpudyno.node;

/// A subscription to a node's changes; closing ends it.
public interface Subscription extends AutoCloseable {
    /// Frames dropped for this subscriber because it was slow.
    long dropped();

    @Override
    void close();
}
