package gpudyno.node.local;

import gpudyno.model.meter.Frame;
import gpudyno.model.node.Readiness;
import java.util.List;

/// One capability of a node with the engine it owns. It is built with what it asks for, takes in frames, tells how it is doing, and closes.
/// Modules do not know each other: what one needs of another the node hands it as a function.
interface NodeModule extends AutoCloseable {
    /// For people, where the module has a fault.
    String title();

    /// Takes in a frame, on the thread of the frame clock. Must not block.
    default void accept(Frame frame) {
        // Most modules look at no frames.
    }

    /// How it is doing, for each of the product's modules it has a part in.
    default List<Readiness> readiness() {
        return List.of();
    }

    @Override
    default void close() {
        // Most modules hold nothing that outlives them.
    }
}
