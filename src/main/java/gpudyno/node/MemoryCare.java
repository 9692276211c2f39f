package gpudyno.node;

import gpudyno.model.memory.MemoryAction;
import gpudyno.model.memory.MemoryProfile;
import gpudyno.model.memory.Mode;
import gpudyno.model.memory.Reclaimable;
import java.util.List;

/// The memory of a node's devices, and giving it back. What the node does by itself is the knob `memory.optimizer`. Errors are those of
/// [Node].
public interface MemoryCare {
    /// How the memory stands, sent when the mode, the bound of batches, a pressure or the list of actions changes.
    Topic<Board> BOARD = new Topic<>("memory", Board.class);

    /// @param batchCap most items of a batch while memory is short; 0 while nothing bounds it but its knob
    /// @param profiles busiest device first
    /// @param actions newest first, at most 20
    record Board(Mode mode, int batchCap, List<MemoryProfile> profiles, List<MemoryAction> actions) {
        public Board {
            profiles = List.copyOf(profiles);
            actions = List.copyOf(actions);
        }
    }

    /// How the memory stands at the last frame.
    Board board();

    /// What was done, newest first, at most 200.
    List<MemoryAction> actions();

    /// Gives unused memory back, and returns what that did once it is done. Freeing nothing is a result.
    ///
    /// @param device whose memory
    /// @throws IllegalArgumentException if nothing of the node holds memory of that device
    /// @throws IllegalStateException while a tuning session measures
    MemoryAction trim(String device, Reclaimable.Depth depth);
}
