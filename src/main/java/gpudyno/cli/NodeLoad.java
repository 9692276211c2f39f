package gpudyno.cli;

import gpudyno.model.load.Run;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.RunRequest;
import gpudyno.node.Node;
import java.time.Duration;
import java.util.Optional;

/// A load that one node sends: started there, followed here.
final class NodeLoad {
    private static final Duration EVERY = Duration.ofSeconds(1);

    private NodeLoad() {
    }

    /// @throws SetupException if the node is busy, or the run ended without figures
    static RunReport send(Node node, RunRequest request, LiveView live, Interruption interruption)
            throws InterruptedException, SetupException {
        long id;
        try {
            id = node.runs().start(request);
        } catch (IllegalStateException e) {
            throw new SetupException(String.valueOf(e.getMessage()), e);
        }
        interruption.onInterrupt(() -> node.runs().stop(id));
        live.showStanding(new LiveView.Running(request.scenario().name() + " by " + node.info().name(),
                request.warmup().plus(request.scenario().duration())),
                () -> node.runs().run(id).flatMap(run -> Optional.ofNullable(run.report())));
        while (true) {
            Run run = node.runs().run(id).orElseThrow(() -> new SetupException("the node has forgotten run " + id));
            if (run.ended() != null) {
                RunReport report = run.report();
                if (report == null) {
                    throw new SetupException(run.failure());
                }
                return report;
            }
            Thread.sleep(EVERY);
        }
    }
}
