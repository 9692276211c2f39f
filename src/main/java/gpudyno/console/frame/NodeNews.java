package gpudyno.console.frame;

import gpudyno.console.kit.DesktopNotice;
import gpudyno.model.alert.Alert;
import gpudyno.node.Activity;
import java.util.Optional;

/// Tells what begins and ends on one node: sessions and runs that are not in view, and alerts whichever page is in front.
final class NodeNews {
    private final NodeViewModel node;
    private final Workbench bench;
    private final Frame frame;
    private final EndNotice ends = new EndNotice();
    private final AlertNews alerts = new AlertNews();

    /// What it needs of the frame.
    interface Frame {
        /// The window where it can be seen.
        Optional<javafx.stage.Window> inView();

        /// Whether the page of a title is open.
        boolean shows(String page);

        /// Chooses a node and opens a page on it.
        void open(NodeViewModel node, String page);

        /// How the last session or run of a node ended.
        void ended(NodeViewModel node, String line);
    }

    /// Tells as it is told, not once a second: what begins and ends in between is told of, too.
    NodeNews(NodeViewModel node, Workbench bench, Frame frame) {
        this.node = node;
        this.bench = bench;
        this.frame = frame;
        node.facts().subscribe(facts -> facts.ifPresent(this::tell));
    }

    private void tell(Facts facts) {
        ends.ended(facts.activity()).ifPresent(this::tellEnd);
        frame.inView().ifPresent(window -> tellAlerts(facts, window));
    }

    private void tellEnd(Activity ended) {
        bench.calls().call(() -> EndNotice.words(node.node(), ended), line -> {
            String told = bench.node().get().filter(node::equals).isPresent() ? line : node.name() + ": " + line;
            frame.ended(node, line);
            if (!told.equals(line) || !frame.shows(ended.kind() == Activity.Kind.SESSION ? "Tune" : "Load")) {
                bench.dialogs().say(told);
            }
        }, _ -> frame.ended(node, ended.line() + ": ended"));
    }

    private void tellAlerts(Facts facts, javafx.stage.Window window) {
        AlertNews.News news = alerts.look(facts.alerts());
        Runnable open = () -> frame.open(node, "Alerts");
        news.began().forEach(
                alert -> DesktopNotice.fires(window, alert.severity(), titled(alert), node.name() + ": " + alert.cause(), open));
        news.gone().forEach(alert -> DesktopNotice.ended(window, titled(alert), node.name() + ": no longer firing", open));
    }

    private static String titled(Alert alert) {
        return alert.series().isEmpty() ? alert.title() : alert.title() + " · " + alert.series();
    }
}
