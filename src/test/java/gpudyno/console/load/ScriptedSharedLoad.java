package gpudyno.console.load;

import gpudyno.model.load.Run;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.RunReport.Generator;
import gpudyno.model.load.RunReport.Lag;
import gpudyno.model.load.RunRequest;
import gpudyno.node.Node;
import gpudyno.node.SharedLoads;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Consumer;

/// A load on several nodes, told when the test says so: the last of them is lost.
final class ScriptedSharedLoad implements SharedLoads {
    private volatile List<String> generators = List.of();
    private volatile Consumer<Run> observer = _ -> {};
    private volatile boolean stopped;
    private volatile RunRequest request = new ScriptedLoad(0).started();

    @Override
    public SharedLoad start(RunRequest asked, SequencedMap<String, Node> by, Consumer<Run> told) {
        request = asked;
        generators = List.copyOf(by.keySet());
        observer = told;
        told.accept(run());
        return () -> stopped = true;
    }

    private Run run() {
        return new Run(ID, Instant.now().minus(Duration.ofSeconds(30)), null, request.scenario(), request.workload(), null, "",
                request.settings());
    }

    List<String> generators() {
        return generators;
    }

    boolean stopped() {
        return stopped;
    }

    /// @param ended whether it was stopped
    void tell(boolean ended) {
        RunReport figures = Objects.requireNonNull(new ScriptedLoad(1).runs().list().getFirst().report());
        RunReport shared = figures.withGenerators(generators.stream().map(name -> name.equals(generators.getLast())
                ? new Generator(name, 1000L, 590, 410L, new Lag(0.3, 2.1, 4.8), false, -3.2, 0.9, "it did not answer for 3 s")
                : new Generator(name, 1000L, 900, ended ? 100L : null, new Lag(0.2, 1.4, 3.9), false, 0.1, 0.2, null)).toList());
        observer.accept(run().with(ended ? Instant.now() : null, ended ? shared.asInterrupted() : shared, ""));
    }
}
