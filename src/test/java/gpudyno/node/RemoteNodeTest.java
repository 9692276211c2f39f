package gpudyno.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import gpudyno.Alone;
import gpudyno.node.local.LocalNode;
import gpudyno.node.remote.RemoteNode;
import gpudyno.node.server.ApiToken;
import gpudyno.node.server.NodeServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract over loopback HTTP.
@Alone
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

    @Test
    void framesGoOnAfterTheNodeWasStartedAnew(@TempDir Path first, @TempDir Path second) {
        List<Long> seen = new CopyOnWriteArrayList<>();
        ApiToken token = ApiToken.at(first.resolve("token"));
        LocalNode before = new LocalNode(first, "before");
        NodeServer listener = new NodeServer(before, token, "127.0.0.1", 0);
        int port = listener.port();
        try (RemoteNode remote = new RemoteNode(URI.create("http://127.0.0.1:" + port), token.text());
                Subscription subscription = remote.changes().subscribe(0,
                        change -> change.as(Frames.FRAME).ifPresent(frame -> seen.add(frame.sequence())))) {
            await().atMost(Duration.ofSeconds(30)).until(() -> !seen.isEmpty() && seen.getLast() >= 4);
            listener.close();
            before.close();
            int old = seen.size();
            try (LocalNode after = new LocalNode(second, "after"); NodeServer again = new NodeServer(after, token, "127.0.0.1", port)) {
                assertThat(again.port()).isEqualTo(port);
                await().atMost(Duration.ofSeconds(30)).until(() -> seen.size() > old);
                assertThat(seen.get(old)).isLessThan(30);
                await().atMost(Duration.ofSeconds(10)).until(() -> seen.size() > old + 1);
                assertThat(remote.connection().state()).isEqualTo(Connection.State.CONNECTED);
                assertThat(subscription.dropped()).isZero();
            }
        }
    }
}
