package gpudyno.cli;

import gpudyno.model.load.RunReport;
import gpudyno.model.load.RunRequest;
import gpudyno.model.net.Address;
import gpudyno.node.local.ProcessGenerator;
import gpudyno.node.spread.Generator;
import gpudyno.node.spread.SpreadLoad;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A load that nodes, or nodes and this process, send together.
final class SpreadRun implements AutoCloseable {
    static final String LOCAL = "local";

    private final List<Generator> generators = new ArrayList<>();
    private final Path folder;

    /// Reaches every generator.
    ///
    /// @param names `local`, and nodes as `--node` takes them
    /// @param tokenFile of the nodes that are named without a token; null for their pairings
    /// @throws gpudyno.node.NodeUnreachableException if one does not answer
    SpreadRun(List<String> names, String target, @Nullable Path tokenFile) throws SetupException, IOException {
        folder = Files.createTempDirectory("gpudyno-load");
        try {
            for (String name : names.stream().map(String::strip).toList()) {
                if (name.equals(LOCAL)) {
                    generators.add(new ProcessGenerator(Address.parse(target), folder));
                } else {
                    var read = NodeAccess.read("--generators", name);
                    var pairing = NodeAccess.withToken(read, read.token().isPresent() ? null : tokenFile);
                    generators.add(Generator.of(pairing.address().getAuthority(), NodeAccess.reach(pairing)));
                }
            }
            if (names.stream().distinct().count() < names.size()) {
                throw new IllegalArgumentException("--generators names one generator twice");
            }
        } catch (SetupException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Sends the load.
    RunReport send(RunRequest request, LiveView live, Interruption interruption, PrintWriter say)
            throws InterruptedException, SetupException {
        try {
            SpreadLoad load = SpreadLoad.start(request, generators, line -> {
                say.println("gpudyno: " + line);
                say.flush();
            });
            interruption.onInterrupt(load::stop);
            live.showStanding(new LiveView.Running(request.scenario().name() + " by " + generators.size() + " generators",
                    request.warmup().plus(request.scenario().duration())), load::soFar);
            return load.await();
        } catch (IllegalStateException e) {
            throw new SetupException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void close() throws IOException {
        generators.forEach(Generator::close);
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
