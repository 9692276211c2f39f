package gpudyno.node;

import gpudyno.model.load.Run;
import gpudyno.model.load.RunRequest;
import java.util.SequencedMap;
import java.util.function.Consumer;

/// Loads that several nodes send together.
public interface SharedLoads {
    /// The id of a run that no single node keeps.
    long ID = 0;

    /// A load that several nodes send.
    interface SharedLoad {
        /// Stops it on all nodes that can be reached. What was measured is told as usual. Does nothing once it has ended. May block.
        void stop();
    }

    /// Starts one load on several nodes or, if one refuses, on none. May block for seconds. Every node keeps its own part among its runs.
    ///
    /// @param request of the whole load; it names its target
    /// @param generators distinct nodes, at least one, by what the user calls them
    /// @param observer is told about once a second how the load stands, with each generator's share, and last how it ended. The run has
    ///        [#ID]. Called on one thread, not the caller's
    /// @throws IllegalArgumentException if the load cannot be shared, or a node refuses it; the message names the node
    /// @throws IllegalStateException if a node is busy; the message names it
    /// @throws NodeUnreachableException if a node does not answer
    SharedLoad start(RunRequest request, SequencedMap<String, Node> generators, Consumer<Run> observer);
}
