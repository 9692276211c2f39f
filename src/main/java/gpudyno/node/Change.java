package gpudyno.node;

import java.util.Optional;

/// Something a node tells of by itself. Topics a listener does not know are for it to ignore: a newer node may tell of more.
public interface Change {
    /// Grows by one from change to change of a node since its start. What [Changes#subscribe] sends first (how things stand) carries the
    /// number of the change before it.
    long sequence();

    /// The name of its topic.
    String topic();

    /// What it says, as JSON.
    String body();

    /// What it says, if it is of this topic.
    <T> Optional<T> as(Topic<T> topic);
}
