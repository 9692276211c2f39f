package gpudyno.console.frame;

import gpudyno.console.kit.Memory;
import gpudyno.model.node.NodeInfo;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What nodes are called in the console, no two alike: as the person named them, or the local one `this workstation` and an attached one by
/// its machine. Where two are alike the attached ones get their port, and where that is alike too their whole address.
final class NodeNames {
    /// The local node, and what a node is called that does not know its machine's name.
    static final String HERE = "this workstation";
    static final int LONGEST = 40;
    private static final String LOCAL = "local";
    private static final String PINNED = "node.pinned.";

    private NodeNames() {
    }

    /// Names all nodes of a window.
    static void give(List<NodeViewModel> nodes, Memory memory) {
        Map<NodeViewModel, String> names = new LinkedHashMap<>();
        nodes.forEach(node -> names.put(node, own(node, memory)));
        tellApart(names,
                node -> node.address().filter(address -> address.getPort() > 0).map(address -> names.get(node) + " :" + address.getPort()));
        tellApart(names, node -> node.address().map(URI::toString));
        names.forEach(NodeViewModel::called);
    }

    private static void tellApart(Map<NodeViewModel, String> names, Function<NodeViewModel, Optional<String>> longer) {
        Map<String, Long> counts = names.values().stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        names.replaceAll((node, name) -> counts.getOrDefault(name, 1L) > 1 ? longer.apply(node).orElse(name) : name);
    }

    private static String own(NodeViewModel node, Memory memory) {
        return memory.get(key(node)).orElseGet(() -> node.address().map(address -> machine(node, address)).orElse(HERE));
    }

    private static String machine(NodeViewModel node, URI address) {
        return node.facts().get().map(Facts::info).map(NodeInfo::name).map(String::strip)
                .filter(name -> !name.isEmpty() && !name.equals(HERE))
                .map(name -> name.length() > LONGEST ? name.substring(0, LONGEST) : name).orElse(address.getAuthority());
    }

    /// Keeps the name a person gives; an empty one gives the node its own name back.
    static void rename(NodeViewModel node, String name, Memory memory) {
        String kept = name.strip();
        memory.put(key(node), kept.length() > LONGEST ? kept.substring(0, LONGEST) : kept);
    }

    /// Whether a node stays in the sidebar when there are many.
    static boolean isPinned(NodeViewModel node, Memory memory) {
        return memory.get(PINNED + id(node)).isPresent();
    }

    static void pin(NodeViewModel node, Memory memory) {
        memory.put(PINNED + id(node), isPinned(node, memory) ? "" : "yes");
    }

    private static String key(NodeViewModel node) {
        return "node.name." + id(node);
    }

    private static String id(NodeViewModel node) {
        return node.address().map(URI::toString).orElse(LOCAL);
    }
}
