package gpudyno.node.server;

import gpudyno.model.node.NodeInfo;
import java.util.Map;
import java.util.TreeMap;

/// What a node is, as labels of `gpudyno_node_info`: its own name, version, model and targets, and what its operator calls it. Of two labels of
/// one name the node's own counts.
public final class NodeLabels {
    private NodeLabels() {
    }

    /// @param targets id of the profile that it is judged by
    public static Map<String, String> of(NodeInfo info, String targets) {
        Map<String, String> labels = new TreeMap<>(info.labels());
        labels.put("name", info.name());
        labels.put("version", info.version());
        labels.put("model", info.model());
        labels.put("targets", targets);
        return labels;
    }
}
