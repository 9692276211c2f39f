package gpudyno.cli;

import gpudyno.gpu.GpuSettings;
import gpudyno.model.net.Pairing;
import gpudyno.node.NodeUnreachableException;
import gpudyno.node.remote.RemoteNode;
import gpudyno.node.server.ApiToken;
import gpudyno.store.DataFolder;
import gpudyno.store.Json;
import gpudyno.store.StoreException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gpudyno top`: a node's GPUs, processes and serving figures in the terminal.
@Command(name = "top", description = "Show a node's GPUs, the processes on them and its serving figures, once a second. Keys: q ends, m sorts processes by memory, s by SM.", mixinStandardHelpOptions = true)
final class TopCommand implements Callable<Integer> {
    private static final int USUAL_COLUMNS = 100;

    @Parameters(arity = "0..1", paramLabel = "URI", converter = NodeLink.OrAddress.class, description = "address of the node, such as https://box:7070, or its pairing line; without it, this machine's node if one runs, else this machine's GPUs")
    private @Nullable Pairing address;
    @Option(names = "--token-file", paramLabel = "F", description = "file with the node's token; without it, the token of an attached node")
    private @Nullable Path token;
    @Option(names = "--once", description = "print one picture and end; also where the output is no terminal")
    private boolean once;
    @Option(names = "--json", description = "print one picture as JSON and end")
    private boolean json;
    @Option(names = "--sort", paramLabel = "BY", description = "sort processes by memory or sm (default: memory)")
    private TopView.Sort sort = TopView.Sort.MEMORY;

    @Override
    public Integer call() throws SetupException, IOException, InterruptedException {
        try (TopSource source = source()) {
            if (json) {
                System.out.println(Json.pretty(source.take()));
            } else if (once || !TopTerminal.isThere()) {
                new TopView(USUAL_COLUMNS, sort).lines(source.take()).forEach(System.out::println);
            } else {
                new TopTerminal(System.out).show(source, sort);
            }
            return Exit.FINISHED;
        } catch (NodeUnreachableException e) {
            System.err.println("gpudyno: " + e.getMessage());
            return Exit.UNREACHABLE;
        }
    }

    private TopSource source() throws SetupException {
        Pairing wanted = address;
        if (wanted != null) {
            return TopSource.of(new RemoteNode(NodeArgument.withToken(wanted, token)));
        }
        Path data = DataFolder.platformDefault();
        Optional<URI> running = DataFolder.listening(data);
        if (running.isPresent()) {
            try {
                return TopSource.of(new RemoteNode(running.get(), ApiToken.at(data.resolve("token")).text()));
            } catch (NodeUnreachableException | StoreException e) {
                System.err.println("gpudyno: this machine's node does not answer (" + e.getMessage() + "); its GPUs are read directly");
            }
        }
        GpuSettings settings = ConfigFile.in(ConfigFolder.platformDefault()).gpus();
        return TopSource.ofThisMachine(settings);
    }
}
