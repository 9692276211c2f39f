package gpudyno.node;

import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// The measurements of a node, in frames. Errors are those of [Node].
public interface Frames {
    /// One frame per second, sent when it is complete.
    Topic<Frame> FRAME = new Topic<>("frame", Frame.class);

    /// Frames from `from` to `to`, oldest first, at the finest resolution held that is at least `resolution` (live frames are 1 s).
    ///
    /// @param meters ids of the meters the frames are to hold; empty for all
    List<Frame> history(Instant from, Instant to, Duration resolution, Set<String> meters);

    /// All meters of the node.
    List<Meter> meters();
}
