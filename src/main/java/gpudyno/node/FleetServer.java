package gpudyno.node;

import gpudyno.model.fleet.FleetNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A server that holds the frames of many nodes, so that a console need not be attached to each. It is only read.
public interface FleetServer {
    /// For people; credentials are masked.
    String address();

    /// The file that holds headers with credentials for it; empty where none is set.
    Optional<String> headersFile();

    /// The nodes that it knows, as they stood lately. May block.
    ///
    /// @param range that courses show
    /// @param parts of a course, evenly spaced
    /// @throws NodeUnreachableException if it cannot be reached, refuses, or does not answer as it should; the message says which and why
    Reading read(Duration range, int parts);

    /// @param at by the server's clock
    /// @param course p95 of all nodes together in milliseconds, oldest first; NaN where nothing was served
    record Reading(Instant at, List<FleetNode> nodes, double[] course) {
        public Reading {
            nodes = List.copyOf(nodes);
        }
    }
}
