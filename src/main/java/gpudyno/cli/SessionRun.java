package gpudyno.cli;

import gpudyno.model.knob.Configuration;
import gpudyno.model.target.Profiles;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Completions;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.SessionRequest;
import gpudyno.model.tune.Trial;
import gpudyno.node.Node;
import gpudyno.node.server.AllowedOrigins;
import gpudyno.serve.ModelServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Runs a session on this machine's node, or on one that runs already, and prints each trial to the terminal until the session ends or is interrupted.
final class SessionRun {
    private final SessionRequest request;
    private final @Nullable Long resumed;

    /// Folder of the report, also of a partial one.
    @FunctionalInterface
    interface Reporting {
        void write(SessionReport report) throws IOException;
    }

    /// @param resumed the session to continue, whose own request is then used; null for a new session
    SessionRun(SessionRequest request, @Nullable Long resumed) {
        this.request = request;
        this.resumed = resumed;
    }

    /// Runs the session to its end. If the process is interrupted, the report is written before it exits.
    ///
    /// @param required whether the exit status tells that the best configuration misses a target
    /// @return the exit status
    int follow(Reporting reporting, boolean required) throws SetupException, InterruptedException, IOException {
        try (NodeProcess process = NodeProcess.start(NodeProcess.LOOPBACK, NodeProcess.PORT, null, true, AllowedOrigins.NONE)) {
            return run(process.node(), reporting, required);
        }
    }

    /// The same on a node that runs already; closes the connection to it. If this process is interrupted, the session is stopped there.
    int followOn(Node node, Reporting reporting, boolean required) throws SetupException, InterruptedException, IOException {
        try (node) {
            return run(node, reporting, required);
        } catch (IllegalStateException e) {
            throw new SetupException(String.valueOf(e.getMessage()), e);
        }
    }

    private int run(Node node, Reporting reporting, boolean required) throws SetupException, InterruptedException, IOException {
        long id = begin(node);
        Thread main = Thread.currentThread();
        Thread hook = new Thread(() -> stop(node, id, main), "interrupted");
        Runtime.getRuntime().addShutdownHook(hook);
        SessionReport report = follow(node, id);
        reporting.write(report);
        if (report.phase() != Phase.STOPPED) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
        return status(report, required);
    }

    /// A session without a result (because of a full disk, or because no configuration could be measured) must not look like one with a
    /// result.
    static int status(SessionReport report, boolean required) {
        Completions completion = report.completion();
        if (report.phase() == Phase.STOPPED) {
            return Exit.INTERRUPTED;
        }
        if (report.phase() == Phase.FAILED || report.phase() == Phase.ROLLED_BACK || report.verdict() == null) {
            return Exit.SETUP;
        }
        boolean met = completion != null && completion.best().met() == completion.best().of();
        return required && !met ? Exit.BOUND_MISSED : Exit.FINISHED;
    }

    private long begin(Node node) throws SetupException {
        String what = node.info().model() + " (" + node.info().hardware() + ")";
        if (resumed == null) {
            System.err.printf(Locale.ROOT, "Tuning %s for %s against %s.%n", what,
                    request.budget().toString().substring(2).toLowerCase(Locale.ROOT), Profiles.byId(request.targets()).title());
            return node.sessions().start(request);
        }
        System.err.printf(Locale.ROOT, "Going on with session %d on %s.%n", resumed, what);
        try {
            node.sessions().resume(resumed);
            return resumed;
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new SetupException("--resume: " + e.getMessage(), e);
        }
    }

    /// On Ctrl-C, the session restores its knobs, and the main thread writes the partial report before the process exits.
    private static void stop(Node node, long id, Thread main) {
        node.sessions().stop(id);
        try {
            main.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static SessionReport follow(Node node, long id) throws InterruptedException {
        int shown = 0;
        Phase phase = null;
        while (true) {
            SessionReport report = node.sessions().report(id).orElseThrow();
            if (report.phase() != phase) {
                phase = report.phase();
                System.err.printf(Locale.ROOT, "%s  %s%n", bar(report.progress()), report.message());
            }
            for (Trial trial : report.trials()) {
                if (trial.number() > shown && trial.status() != Trial.Status.RUNNING) {
                    shown = trial.number();
                    System.err.printf(Locale.ROOT, "%s  %s%n", bar(report.progress()), line(trial));
                }
            }
            if (report.phase().isEnd()) {
                return report;
            }
            Thread.sleep(250);
        }
    }

    private static String bar(double progress) {
        int filled = (int) Math.round(20 * progress);
        return "[" + "#".repeat(filled) + ".".repeat(20 - filled) + "]" + String.format(Locale.ROOT, " %3.0f %%", 100 * progress);
    }

    private static String line(Trial trial) {
        return String.format(Locale.ROOT, "#%-3d %-12s %-10s offered %7.1f  correct %7.1f req/s  p95 %8.1f ms  errors %5.2f %%  %s",
                trial.number(), trial.purpose().label(),
                trial.status().label(), trial.meters().getOrDefault("offered.rps", Double.NaN),
                trial.meters().getOrDefault("throughput.rps", Double.NaN),
                trial.meters().getOrDefault("latency.p95.ms", Double.NaN), trial.meters().getOrDefault("errors.percent", Double.NaN),
                changes(trial.config()));
    }

    /// The knobs in which a configuration differs from the baseline.
    private static String changes(Configuration configuration) {
        String changes = configuration.values().entrySet().stream()
                // As text: what came back from JSON is an Integer where a knob has a Long.
                .filter(knob -> !knob.getValue().toString().equals(String.valueOf(ModelServer.STOCK.get(knob.getKey()))))
                .map(knob -> knob.getKey() + "=" + knob.getValue()).collect(Collectors.joining(" "));
        return changes.isEmpty() ? "stock" : changes;
    }
}
