package gpudyno.node.spread;

import gpudyno.model.load.Run;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.RunRequest;
import gpudyno.node.Node;
import gpudyno.node.SharedLoads;
import java.time.Instant;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;

/// Loads that nodes of a console send together. The console keeps the merged report; it ends with the console.
public final class NodesLoad implements SharedLoads {
    private final SpreadLoad.Waits waits;

    public NodesLoad() {
        this(SpreadLoad.Waits.USUAL);
    }

    NodesLoad(SpreadLoad.Waits waits) {
        this.waits = waits;
    }

    @Override
    public SharedLoad start(RunRequest request, SequencedMap<String, Node> generators, Consumer<Run> observer) {
        if (generators.values().stream().distinct().count() < generators.size()) {
            throw new IllegalArgumentException("a node is named twice among the generators");
        }
        if (request.target() == null) {
            throw new IllegalArgumentException("several generators load one server, so target must name it");
        }
        try {
            List<Generator> named = generators.entrySet().stream().map(one -> Generator.of(one.getKey(), one.getValue())).toList();
            // The report tells what happens to a generator, so nobody is told besides.
            SpreadLoad load = SpreadLoad.start(request, named, _ -> {}, waits);
            Run begun = new Run(ID, load.starts(), null, request.scenario(), request.workload(), null, "", request.settings());
            observer.accept(begun);
            Thread.ofVirtual().name("shared-load").start(() -> follow(load, begun, observer));
            return load::stop;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the start was interrupted", e);
        }
    }

    private static void follow(SpreadLoad load, Run begun, Consumer<Run> observer) {
        try {
            RunReport report = load.await(standing -> observer.accept(begun.with(null, standing, "")));
            observer.accept(begun.with(ended(begun), report, ""));
        } catch (IllegalStateException e) {
            observer.accept(begun.with(ended(begun), null, String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A load may be stopped before its common start.
    private static Instant ended(Run begun) {
        Instant now = Instant.now();
        return now.isBefore(begun.started()) ? begun.started() : now;
    }
}
