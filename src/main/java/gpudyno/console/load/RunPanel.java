package gpudyno.console.load;

import gpudyno.console.kit.BigValue;
import gpudyno.console.kit.Chip;
import gpudyno.console.kit.EmptyState;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Formats.Quantity;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.MeterBar;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.Status;
import gpudyno.model.load.LatencySummary;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunReport;
import gpudyno.node.Activity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import org.jspecify.annotations.Nullable;

/// The run in view in eight numbers: as they stand now while it runs, as reported once it ended.
final class RunPanel {
    private final Panel panel = new Panel("Run");
    private final BigValue offered = new BigValue("Offered");
    private final BigValue achieved = new BigValue("Achieved");
    private final BigValue p50 = new BigValue("p50");
    private final BigValue p95 = new BigValue("p95");
    private final BigValue p99 = new BigValue("p99");
    private final BigValue errors = new BigValue("Errors");
    private final BigValue lag = new BigValue("Send lag");
    private final BigValue generator = new BigValue("Generator");
    private final MeterBar bar = new MeterBar();
    private final GridPane numbers = new GridPane(8, 8);

    RunPanel() {
        numbers.getStyleClass().add("run-numbers");
        numbers.setMinWidth(0);
        arrange(8);
        // Eight side by side need 94 px each; a narrow window has two rows.
        panel.widthProperty().subscribe(width -> arrange(width.doubleValue() > 0 && width.doubleValue() < 8 * 94 ? 4 : 8));
        bar.setPrefWidth(140);
        panel.flush(new EmptyState("No runs yet. Shape a load at the left and start it."));
    }

    private void arrange(int columns) {
        if (numbers.getColumnConstraints().size() == columns) {
            return;
        }
        numbers.getChildren().clear();
        numbers.getColumnConstraints().clear();
        for (int i = 0; i < columns; i++) {
            ColumnConstraints column = new ColumnConstraints();
            column.setPercentWidth(100.0 / columns);
            numbers.getColumnConstraints().add(column);
        }
        BigValue[] values = {offered, achieved, p50, p95, p99, errors, lag, generator};
        for (int i = 0; i < values.length; i++) {
            numbers.add(values[i], i % columns, i / columns);
        }
    }

    Panel node() {
        return panel;
    }

    void showNone() {
        panel.title("Run");
        panel.subtitle("").trailing();
        panel.flush(new EmptyState("No runs yet. Shape a load at the left and start it."));
    }

    void showLive(Run run, Course course, Optional<Activity> activity) {
        head(run);
        Duration gone = Duration.between(run.started(), Instant.now());
        double share = activity.map(Activity::progress).orElse(0.0);
        bar.show(share, Status.ACCENT);
        panel.trailing(new Chip(Status.SUCCESS, "Running").dot(),
                Labels.muted(Formats.clock(gone) + " of " + Formats.clock(run.scenario().duration())), bar);
        // The last second whose answers had time to come.
        Course.Moment now = course.moments().isEmpty() ? null : course.moments().getLast();
        offered.show(rate(now == null ? Double.NaN : now.offered()), "last second", Status.NEUTRAL);
        achieved.show(rate(now == null ? Double.NaN : now.achieved()), "correct answers", Status.NEUTRAL);
        live(p50, now == null ? Double.NaN : now.p50());
        live(p95, now == null ? Double.NaN : now.p95());
        live(p99, now == null ? Double.NaN : now.p99());
        errors.show(rate(now == null ? Double.NaN : now.errors()), "last second",
                now != null && now.errors() > 0 ? Status.DANGER : Status.NEUTRAL);
        lag.show(new Quantity(Formats.NONE, ""), "at the end", Status.NEUTRAL);
        generator.show(new Quantity(Formats.NONE, ""), "at the end", Status.NEUTRAL);
        panel.flush(numbers);
    }

    private static void live(BigValue value, double milliseconds) {
        value.show(Formats.quantity(milliseconds, "ms"), "at the gateway", Status.NEUTRAL);
    }

    void showEnded(Run run) {
        head(run);
        RunReport report = run.report();
        if (report == null) {
            panel.trailing(new Chip(Status.DANGER, "Failed"));
            panel.flush(new EmptyState("The run gave no figures: " + run.failure()));
            return;
        }
        panel.trailing(report.interrupted()
                ? new Chip(Status.WARNING, "Stopped early")
                : report.clientLimited() ? new Chip(Status.WARNING, "Client-limited") : new Chip(Status.NEUTRAL, "Finished").outline());
        offered.show(rate(report.offered().rate()), Formats.count(report.offered().requests()) + " sent", Status.NEUTRAL);
        double share = report.offered().rate() > 0 ? 100 * report.achieved().rate() / report.offered().rate() : Double.NaN;
        achieved.show(rate(report.achieved().rate()), Formats.number(share) + " % of it",
                share >= 99 ? Status.SUCCESS : Status.WARNING);
        LatencySummary intended = report.latency().intended();
        LatencySummary service = report.latency().service();
        both(p50, intended == null ? null : intended.p50(), service == null ? null : service.p50());
        both(p95, intended == null ? null : intended.p95(), service == null ? null : service.p95());
        both(p99, intended == null ? null : intended.p99(), service == null ? null : service.p99());
        errors.show(new Quantity(Formats.number(report.errors().percent()), "%"), Formats.count(report.errors().total()) + " requests",
                report.errors().total() > 0 ? Status.DANGER : Status.NEUTRAL);
        lag.show(Formats.quantity(report.lag().p99(), "ms"), report.clientLimited() ? "p99, too late" : "p99, healthy",
                report.clientLimited() ? Status.WARNING : Status.NEUTRAL);
        generator.show(
                new Quantity(report.generatorCpuPercent() == null ? Formats.NONE : Formats.number(report.generatorCpuPercent()), "%"),
                "of all cores", Status.NEUTRAL);
        panel.flush(numbers);
    }

    private void head(Run run) {
        panel.title("Run #" + run.id());
        String words = PlannedRate.words(run.scenario());
        panel.subtitle(String.join(" · ", words.isEmpty()
                ? List.of(run.scenario().name(), Formats.clock(run.scenario().duration()))
                : List.of(run.scenario().name(), words + " req/s", Formats.clock(run.scenario().duration()))));
    }

    private static void both(BigValue value, @Nullable Double intended, @Nullable Double service) {
        double shown = intended != null ? intended : service != null ? service : Double.NaN;
        value.show(Formats.quantity(shown, "ms"), service == null ? "" : "service " + Formats.number(service), Status.NEUTRAL);
    }

    private static Quantity rate(double value) {
        return new Quantity(Formats.number(value), "req/s");
    }
}
