package gpudyno.console.frame;

import gpudyno.console.kit.FxThread;
import gpudyno.console.kit.Memory;
import gpudyno.node.Node;
import gpudyno.node.Nodes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One [NodeViewModel] for each node the console knows, in their order. Owned by the thread of the screen.
final class NodeModels implements AutoCloseable {
    private final Nodes nodes;
    private final NodeCalls calls;
    private final Memory memory;
    private final Map<Node, NodeViewModel> models = new LinkedHashMap<>();
    private List<Node> known;

    NodeModels(Nodes nodes, NodeCalls calls, Memory memory) {
        this.memory = memory;
        this.nodes = nodes;
        this.calls = calls;
        known = nodes.all();
        nodes.onChange(all -> FxThread.run(() -> known = List.copyOf(all)));
    }

    List<NodeViewModel> all() {
        models.entrySet().removeIf(entry -> {
            boolean gone = !known.contains(entry.getKey());
            if (gone) {
                entry.getValue().close();
            }
            return gone;
        });
        List<NodeViewModel> all = known.stream()
                .map(node -> models.computeIfAbsent(node, made -> new NodeViewModel(made, nodes.address(made), calls))).toList();
        NodeNames.give(all, memory);
        return all;
    }

    Optional<NodeViewModel> of(Node node) {
        return all().stream().filter(model -> model.node().equals(node)).findFirst();
    }

    @Override
    public void close() {
        models.values().forEach(NodeViewModel::close);
    }
}
