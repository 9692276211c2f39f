package gpudyno.cli;

import gpudyno.model.net.Pairing;
import gpudyno.node.NodeUnreachableException;
import gpudyno.node.remote.RemoteNode;
import gpudyno.node.server.ApiToken;
import gpudyno.store.DataFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The running node that a command is for.
final class NodeArgument {
    @Parameters(arity = "0..1", paramLabel = "URI", converter = NodeLink.OrAddress.class, description = "address of the node, such as https://box:7070, or its pairing line; without it, this machine's node")
    private @Nullable Pairing address;
    @Option(names = "--token-file", paramLabel = "F", description = "file with the node's token; without it, the token of an attached node")
    private @Nullable Path token;

    /// @throws SetupException if no node is named and none runs here, or its token is not known
    /// @throws NodeUnreachableException at the first question if it does not answer
    RemoteNode attach() throws SetupException {
        Pairing wanted = address;
        if (wanted != null) {
            return new RemoteNode(withToken(wanted, token));
        }
        Path data = DataFolder.platformDefault();
        Optional<URI> running = DataFolder.listening(data);
        if (running.isEmpty()) {
            throw new SetupException("no node runs on this machine; name one by its address");
        }
        return new RemoteNode(running.get(), ApiToken.at(data.resolve("token")).text());
    }

    /// The node with a token: the file's, its own, or that of the node of this address that the console has attached.
    static Pairing withToken(Pairing node, @Nullable Path file) throws SetupException {
        try {
            if (file != null) {
                return node.withToken(Files.readString(file).strip());
            }
            if (node.token().isPresent()) {
                return node;
            }
            return new Pairings(ConfigFolder.platformDefault()).load().stream()
                    .filter(attached -> attached.address().equals(node.address())).findFirst()
                    .orElseThrow(() -> new SetupException(
                            "the token of " + node.address() + " is not known here: name its file with --token-file"));
        } catch (IOException e) {
            throw new SetupException("the token cannot be read: " + e.getMessage(), e);
        }
    }
}
