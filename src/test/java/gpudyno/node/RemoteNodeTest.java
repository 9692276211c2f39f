package gpudyno.node;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.node.local.LocalNode;
import gpudyno.node.remote.RemoteNode;
import java.net.URI;
import org.junit.jupiter.api.Test;

/// The contract over loopback HTTP.
class RemoteNodeTest extends NodeContract {
    @Override
    Node reach(LocalNode served, URI address, String token) {
        return new RemoteNode(address, token);
    }

    @Test
    void aWrongTokenIsRefused() {
        try (RemoteNode stranger = new RemoteNode(URI.create("http://127.0.0.1:" + server.port()), "0".repeat(64))) {
            assertThatThrownBy(stranger::info).isInstanceOf(NodeUnreachableException.class).hasMessageContaining("401");
        }
    }
}
