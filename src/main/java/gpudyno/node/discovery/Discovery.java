package gpudyno.node.discovery;

import java.io.IOException;
import java.util.List;

/// A source of nodes. Asked again and again; each answer is whole, so a node that is missing in it has gone.
@FunctionalInterface
public interface Discovery {
    /// The most nodes of an answer.
    int MOST = 100_000;

    /// The nodes there are now, each once, in a steady order. May block for some seconds.
    ///
    /// @throws IOException if the source cannot be asked now; what was known stays true until then
    /// @throws IllegalArgumentException if the source answers with what is no node's address; the message names the entry
    List<FoundNode> nodes() throws IOException;
}
