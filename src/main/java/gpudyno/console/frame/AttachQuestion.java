package gpudyno.console.frame;

import gpudyno.console.kit.Overlay;
import gpudyno.model.net.Pairing;
import gpudyno.node.Node;
import gpudyno.node.Nodes;
import gpudyno.node.UntrustedCertificateException;
import java.net.URI;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Asks for a node and attaches it. A certificate that nobody vouches for is shown before it is trusted. Owned by the thread of the screen.
final class AttachQuestion {
    private final Nodes nodes;
    private final NodeCalls calls;
    private final Overlay overlay;
    private final BiConsumer<Node, URI> attached;
    private Runnable close = () -> {};

    /// What came of an attempt: the node, or a certificate that the user has to judge.
    private record Outcome(Optional<Node> node, Optional<UntrustedCertificateException> untrusted) {}

    /// @param attached takes the node and its address
    AttachQuestion(Nodes nodes, NodeCalls calls, Overlay overlay, BiConsumer<Node, URI> attached) {
        this.nodes = nodes;
        this.calls = calls;
        this.overlay = overlay;
        this.attached = attached;
    }

    /// In place of a question that is still open.
    ///
    /// @param address what the field begins with
    void ask(String address) {
        close.run();
        close = overlay.open(new AttachDialog(address, (pairing, refused, untrusted) -> calls.call(() -> attempt(pairing), outcome -> {
            outcome.untrusted.ifPresent(why -> untrusted.accept(why.shown(), String.valueOf(why.getMessage())));
            outcome.node.ifPresent(node -> {
                close.run();
                attached.accept(node, pairing.address());
            });
        }, refused), () -> close.run()));
    }

    private Outcome attempt(Pairing pairing) {
        try {
            return new Outcome(Optional.of(nodes.attach(pairing)), Optional.empty());
        } catch (UntrustedCertificateException e) {
            return new Outcome(Optional.empty(), Optional.of(e));
        }
    }
}
