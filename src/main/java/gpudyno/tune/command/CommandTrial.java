package gpudyno.tune.command;

import gpudyno.load.TargetUnreachableException;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.SloVerdict;
import gpudyno.model.tune.TrialFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Measures configurations of a server: start, wait for health, load, stop.
final class CommandTrial {
    private final CommandPlan plan;
    private final List<String> self;
    private final StartedProcesses journal;

    CommandTrial(CommandPlan plan, List<String> self, StartedProcesses journal) {
        this.plan = plan;
        this.self = self;
        this.journal = journal;
    }

    /// @param lap may end it early
    /// @throws IllegalArgumentException if the program cannot be started at all, or its port is taken
    Evaluation of(Map<String, Object> config, long seed, Race.Lap lap) throws InterruptedException {
        long start = System.nanoTime();
        Map<String, Double> meters = Map.of();
        String failure;
        String dropped = null;
        try {
            Loaded loaded = measure(config, seed, lap);
            meters = Objective.meters(loaded.report, plan.pricePerHour(), loaded.bytes);
            dropped = lap.dropped();
            failure = dropped == null ? infeasible(loaded.report, meters) : "";
        } catch (TrialFailure e) {
            failure = String.valueOf(e.getMessage());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (!failure.isEmpty()) {
            return new Evaluation(config, null, failure, null, meters, seconds);
        }
        return dropped == null
                ? new Evaluation(config, meters.get(plan.objective().meter()), null, null, meters, seconds)
                : new Evaluation(config, lap.estimate(), null, dropped, meters, seconds);
    }

    /// @param bytes resident at the end of the load
    private record Loaded(RunReport report, long bytes) {}

    private Loaded measure(Map<String, Object> config, long seed, Race.Lap lap) throws TrialFailure, InterruptedException {
        int port = port();
        URI server = URI.create("http://127.0.0.1:" + port + "/");
        try (ServerProcess process = ServerProcess.start(plan.launch().of(config, port, self), plan.environment(), journal)) {
            process.awaitHealthy(server.resolve(plan.health()), plan.startTimeout());
            RunReport report;
            try {
                report = plan.load().run(server, plan.bounds(), seed, lap);
            } catch (TargetUnreachableException e) {
                process.checkAlive("during the load");
                throw new TrialFailure(String.valueOf(e.getMessage()), e);
            }
            process.checkAlive("during the load");
            return new Loaded(report, process.residentBytes());
        }
    }

    /// Checks that nobody listens on the port, or another server would be measured.
    private int port() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), plan.port()));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalArgumentException("port " + plan.port() + " is taken by another program; give another, or leave port: out", e);
        }
    }

    /// Why a measured configuration does not count; empty where it does.
    private String infeasible(RunReport report, Map<String, Double> meters) {
        String aborted = report.findings() == null ? null : report.findings().aborted();
        if (aborted != null) {
            return "stopped early: " + aborted;
        }
        // A search for the highest rate meets the bounds by definition; its figures are from the last probe that met them.
        String missed = plan.load().findsMax()
                ? ""
                : report.slo().stream().filter(verdict -> !verdict.met()).map(CommandTrial::told).collect(Collectors.joining(", "));
        String absent = plan.goals().stream().map(Objective::meter).filter(meter -> !isMeasured(meters.get(meter)))
                .collect(Collectors.joining(", "));
        return !missed.isEmpty() ? missed : absent.isEmpty() ? "" : absent + " could not be measured";
    }

    private static boolean isMeasured(@Nullable Double value) {
        return value != null && value > 0;
    }

    private static String told(SloVerdict verdict) {
        Double value = verdict.value();
        return String.format(Locale.ROOT, "%s %s, bound %.4g", verdict.meter(),
                value == null ? "was not measured" : String.format(Locale.ROOT, "%.4g", value), verdict.bound());
    }
}
