package gpudyno.node.local;

import gpudyno.model.meter.Frame;
import gpudyno.model.node.Readiness;
import java.util.List;

/// One capability of a node with the engine it owns. It gets everything it needs in its constructor, receives frames, reports its health,
/// and can be closed. Modules do not know each other: if one needs something from another, the node passes it a function.
interface NodeModule extends AutoCloseable {
    /// The module's name in messages about its faults.
    String title();

    /// Receives a frame, on the thread of the frame clock. Must not block.
    default void accept(Frame frame) {
        // Most modules do not use frames.
    }

    /// Its health, for each of the product's modules that it belongs to.
    default List<Readiness> readiness() {
        return List.of();
    }

    @Override
    default void close() {
        // Most modules have nothing to close.
    }
}
