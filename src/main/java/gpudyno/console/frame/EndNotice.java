package gpudyno.console.frame;

import gpudyno.console.kit.Formats;
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
        String how = report.phase() == Phase.FINISHED ? "finished" : report.phase().label();
        // A message that begins with the same word says it for both.
        boolean twice = result.toLowerCase(Locale.ROOT).startsWith(how.toLowerCase(Locale.ROOT));
        return "Session #" + report.id() + " " + (twice ? how + result.substring(how.length()) : how + ": " + result);
    }

    private static String words(Run run) {
        return run.report() == null
                ? "Load run #" + run.id() + " failed: " + run.failure()
                : "Load run #" + run.id() + (run.report().interrupted() ? " stopped early: " : " finished: ")
                        + Formats.number(run.report().achieved().rate()) + " req/s, " + Formats.percent(run.report().errors().percent())
                        + " % errors";
    }
}
