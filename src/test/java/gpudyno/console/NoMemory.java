package gpudyno.console;

import gpudyno.model.memory.MemoryAction;
import gpudyno.model.memory.Mode;
import gpudyno.model.memory.Reclaimable;
import gpudyno.node.MemoryCare;
import java.util.List;

/// A node that holds no memory of any device.
public class NoMemory implements MemoryCare {
    @Override
    public Board board() {
        return new Board(Mode.RECOMMEND, 0, List.of(), List.of());
    }

    @Override
    public List<MemoryAction> actions() {
        return List.of();
    }

    @Override
    public MemoryAction trim(String device, Reclaimable.Depth depth) {
        throw new IllegalArgumentException("device '" + device + "' has no memory of this node's backends; known: none");
    }
}
