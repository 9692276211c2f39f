package gpudyno.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.console.ScriptedNode;
import gpudyno.console.kit.Memory;
import gpudyno.model.node.NodeInfo;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeNamesTest {
    private final NodeCalls calls = new NodeCalls(Runnable::run, Runnable::run);
    private final Memory memory = new Memory();

    private NodeViewModel node(String machine, String address) {
        ScriptedNode node = new ScriptedNode(false) {
            @Override
            public NodeInfo info() {
                NodeInfo known = super.info();
                return new NodeInfo(machine, known.version(), known.started(), known.hardware(), known.gpus(), known.model(),
                        known.backend(),
                        known.address(), known.memoryBudgetBytes(), known.pid());
            }
        };
        node.drivenByTest();
        NodeViewModel model = new NodeViewModel(node, address.isEmpty() ? Optional.empty() : Optional.of(URI.create(address)), calls);
        model.tick(Instant.now());
        return model;
    }

    private List<String> names(NodeViewModel... nodes) {
        NodeNames.give(List.of(nodes), memory);
        return List.of(nodes).stream().map(NodeViewModel::name).toList();
    }

    @Test
    void attachedNodesAreCalledByTheirMachinesAndNoTwoAlike() {
        assertThat(names(node("desk", ""), node("lab", "https://10.0.0.2:7070"))).containsExactly("this workstation", "lab");
        assertThat(names(node("desk", ""), node("this workstation", "http://127.0.0.1:7071"))).containsExactly("this workstation",
                "127.0.0.1:7071");
        assertThat(names(node("desk", ""), node("lab", "http://lab:7070"), node("lab", "http://lab:7071")))
                .containsExactly("this workstation", "lab :7070", "lab :7071");
        assertThat(names(node("lab", "http://10.0.0.2:7070"), node("lab", "http://10.0.0.3:7070"))).containsExactly("http://10.0.0.2:7070",
                "http://10.0.0.3:7070");
    }

    @Test
    void aNameThatWasGivenHoldsUntilItIsTakenBack() {
        NodeViewModel desk = node("desk", "");
        NodeViewModel lab = node("lab", "http://lab:7070");
        NodeNames.rename(lab, " Big box ", memory);
        NodeNames.rename(desk, "Mine", memory);
        assertThat(names(desk, lab)).containsExactly("Mine", "Big box");
        NodeNames.rename(lab, "", memory);
        assertThat(names(desk, lab)).containsExactly("Mine", "lab");
        NodeNames.rename(lab, "Mine", memory);
        assertThat(names(desk, lab)).as("the local one keeps it").containsExactly("Mine", "Mine :7070");
    }
}
