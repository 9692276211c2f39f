package gpudyno.node;

import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// What a node measures. Errors are those of [Node].
public interface Frames {
    /// A frame a second, as it closes.
    Topic<Frame> FRAME = new Topic<>("frame", Frame.class);

    /// Frames from `from` to `to`, oldest first, at the finest resolution held that is at least `resolution` (live frames are 1 s).
    ///
    /// @param meters ids of the meters the frames are to hold; empty for all
    List<Frame> history(Instant from, Instant to, Duration resolution, Set<String> meters);

    /// Every meter that can be read.
    List<Meter> meters();
}
