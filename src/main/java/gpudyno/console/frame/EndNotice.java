package gpudyno.console.frame;

import gpudyno.model.load.Run;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.node.Activity;
import gpudyno.node.Node;
import java.util.Locale;
import java.util.Optional;

/// Sees a node's session or run end, and says in one line how.
final class EndNotice {
    private Optional<Activity> last = Optional.empty();

    /// @param now what loads the node now
    /// @return what loaded it before and has ended
    Optional<Activity> ended(Optional<Activity> now) {
        Optional<Activity> gone = last.filter(before -> now.filter(after -> after.kind() == before.kind() && after.id() == before.id())
                .isEmpty());
        last = now;
        return gone;
    }

    /// Asks the node, so not on the thread of the screen.
    static String words(Node node, Activity ended) {
        return switch (ended.kind()) {
            case SESSION -> node.sessions().report(ended.id()).map(EndNotice::words).orElse("Session #" + ended.id() + " ended");
            case RUN -> node.runs().run(ended.id()).map(EndNotice::words).orElse("Load run #" + ended.id() + " ended");
        };
    }

    private static String words(SessionReport report) {
        String result = report.verdict() == null ? report.message() : report.verdict().label() + (report.applied() ? ", applied" : "");
        return "Session #" + report.id() + " " + (report.phase() == Phase.FINISHED ? "finished" : report.phase().label()) + ": " + result;
    }

    private static String words(Run run) {
        return run.report() == null
                ? "Load run #" + run.id() + " failed: " + run.failure()
                : String.format(Locale.ROOT, "Load run #%d finished: %.1f req/s, %.2f %% errors", run.id(), run.report().achieved().rate(),
                        run.report().errors().percent());
    }
}
