package gpudyno.cli;

import gpudyno.model.net.Pairing;
import gpudyno.node.Node;
import gpudyno.node.remote.RemoteNode;
import gpudyno.node.server.ApiToken;
import gpudyno.store.DataFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// The node that a command runs on, and where its token comes from. Other users of a machine can read the arguments of a process, so a token
/// is best kept out of them.
final class NodeAccess {
    @Option(names = "--node", paramLabel = "URI", description = "Run on this node: its address, such as https://box:7070, its pairing line, or @ and the name of a file that holds the line. A line on the command line shows its token to other users of this machine: prefer the file, an address whose node a console on this machine has attached, or --token-file.")
    private @Nullable String node;

    @Option(names = "--token-file", paramLabel = "F", description = "The file with the token of --node; without it, the token of the attached node.")
    private @Nullable Path tokenFile;

    @Nullable
    Path tokenFile() {
        return tokenFile;
    }

    /// What the option names, its token perhaps missing; empty without the option.
    Optional<Pairing> named() throws SetupException {
        String text = node;
        return text == null ? Optional.empty() : Optional.of(read("--node", text));
    }

    /// The node, which has answered; empty without the option.
    ///
    /// @throws gpudyno.node.NodeUnreachableException if it does not answer
    Optional<Node> attached() throws SetupException {
        return tokened().map(NodeAccess::reach);
    }

    /// The node that the option names, else the one that runs on this machine.
    ///
    /// @throws SetupException if none is named and none runs here
    /// @throws gpudyno.node.NodeUnreachableException if it does not answer
    Node attachedOrHere() throws SetupException {
        Optional<Node> named = attached();
        if (named.isPresent()) {
            return named.get();
        }
        Path data = DataFolder.platformDefault();
        URI running = DataFolder.listening(data)
                .orElseThrow(() -> new SetupException("no node runs on this machine; name one with --node"));
        return new RemoteNode(running, ApiToken.at(data.resolve("token")).text());
    }

    /// What the option names, with its token; empty without the option.
    Optional<Pairing> tokened() throws SetupException {
        Optional<Pairing> named = named();
        return named.isEmpty() ? named : Optional.of(withToken(named.get(), tokenFile));
    }

    static Node reach(Pairing pairing) {
        RemoteNode reached = new RemoteNode(pairing);
        try {
            reached.info();
            return reached;
        } catch (RuntimeException e) {
            reached.close();
            throw e;
        }
    }

    /// Reads an address, a pairing line or `@FILE` with either.
    static Pairing read(String option, String text) throws SetupException {
        try {
            String line = text.startsWith("@") ? Files.readString(Path.of(text.substring(1))).strip() : text;
            return new NodeLink.OrAddress().convert(line);
        } catch (IOException e) {
            throw new SetupException(option + ": " + text.substring(1) + " cannot be read: " + e.getMessage(), e);
        } catch (CommandLine.TypeConversionException e) {
            throw new SetupException(option + ": " + e.getMessage(), e);
        }
    }

    /// The node with a token: the file's, its own, or that of the node of this address that a console on this machine has attached.
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
