package gpudyno.console.load;

import gpudyno.console.kit.BigValue;
import gpudyno.console.kit.Chip;
import gpudyno.console.kit.EmptyState;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Formats.Quantity;
import gpudyno.console.kit.Icons;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.LoadingBars;
import gpudyno.console.kit.MeterBar;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.Status;
import gpudyno.console.kit.VerdictMark;
import gpudyno.model.load.LatencySummary;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunCourse;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.Scenario;
import gpudyno.node.SharedLoads;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The run in view: its eight numbers, as they stand while it runs and as reported once it ended, and what it concludes.
final class RunPanel {
    private static final double LEAST_WIDTH = 94;

    private final Panel panel = new Panel("Run");
    private final BigValue offered = new BigValue("Offered");
    private final BigValue achieved = new BigValue("Achieved");
    private final BigValue inFlight = new BigValue("In flight");
    private final BigValue p50 = new BigValue("p50");
    private final BigValue p95 = new BigValue("p95");
    private final BigValue p99 = new BigValue("p99");
    private final BigValue errors = new BigValue("Errors");
    private final BigValue lag = new BigValue("Send lag");
    private final MeterBar bar = new MeterBar();
    private final GridPane numbers = new GridPane(8, 8);
    private final LoadingBars loading = new LoadingBars();
    private final EmptyState none = new EmptyState("No runs yet. Shape a load at the left and start it.");
    private final FlowPane findings = new FlowPane(16, 4);
    private final VBox body = new VBox(numbers, findings);
    private List<Findings.Finding> told = List.of();

    RunPanel() {
        numbers.getStyleClass().add("run-numbers");
        numbers.setMinWidth(0);
        findings.getStyleClass().add("run-findings");
        arrange(8);
        // Eight side by side in a wide window; a narrow one has two rows.
        panel.widthProperty().subscribe(width -> arrange(width.doubleValue() > 0 && width.doubleValue() < 8 * LEAST_WIDTH ? 4 : 8));
        bar.setPrefWidth(120);
        showUnknown();
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
        BigValue[] values = {offered, achieved, inFlight, p50, p95, p99, errors, lag};
        for (int i = 0; i < values.length; i++) {
            numbers.add(values[i], i % columns, i / columns);
        }
    }

    Panel node() {
        return panel;
    }

    /// Before the node has answered.
    void showUnknown() {
        head("Run", "");
        panel.flush(loading);
    }

    void showNone() {
        head("Run", "");
        panel.flush(none);
    }

    private void head(String title, String subtitle, Node... trailing) {
        panel.title(title);
        panel.subtitle(subtitle).trailing(trailing);
    }

    private static String title(Run run) {
        return run.id() == SharedLoads.ID ? "Shared run" : "Run #" + run.id();
    }

    /// @param progress from 0 to 1
    void show(Run run, double progress) {
        String words = PlannedRate.words(run.scenario());
        List<String> parts = new ArrayList<>(List.of(ScenarioNames.of(run.scenario())));
        parts.add(words.isEmpty() ? "" : words + " req/s");
        parts.add(Workloads.words(run));
        String subtitle = String.join(" · ", parts.stream().filter(part -> !part.isEmpty()).toList());
        if (run.ended() == null) {
            showRunning(run, subtitle, progress);
        } else {
            showEnded(run, subtitle);
        }
    }

    private void showRunning(Run run, String subtitle, double progress) {
        Instant now = Instant.now();
        // Nodes that start together begin at an instant ahead.
        Duration gone = now.isBefore(run.started()) ? Duration.ZERO : Duration.between(run.started(), now);
        bar.show(progress, Status.ACCENT);
        boolean search = run.scenario() instanceof Scenario.FindMax;
        Duration whole = run.scenario().duration().plus(run.scenario() instanceof Scenario.Replay ? Duration.ZERO : run.setup().warmup());
        RunReport report = run.report();
        head(title(run), subtitle, new Chip(Status.SUCCESS, "Running").dot(),
                Labels.muted(search
                        ? "probe " + probes(report) + " of at most 12"
                        : Formats.clock(gone) + " of " + Formats.clock(whole)),
                bar);
        if (report == null) {
            panel.flush(loading);
            return;
        }
        RunCourse course = report.course();
        RunCourse.Column last = course == null || course.columns().isEmpty() ? null : course.columns().getLast();
        numbers(run, report, last == null ? 0 : last.inFlight(), report.offered().requests() == 0 ? "warming up" : "");
    }

    private static int probes(@Nullable RunReport report) {
        RunReport.FoundMax found = report == null ? null : report.findMax();
        return 1 + (found == null ? 0 : found.probes().size());
    }

    private void showEnded(Run run, String subtitle) {
        RunReport report = run.report();
        String length = Formats.clock(Duration.between(run.started(), run.ended() == null ? run.started() : run.ended()));
        if (report == null) {
            head(title(run), subtitle, new Chip(Status.DANGER, "Failed"), Labels.muted(length));
            panel.flush(new EmptyState("The run gave no figures: " + run.failure()));
            return;
        }
        head(title(run), subtitle, report.interrupted()
                ? new Chip(Status.WARNING, "Stopped early")
                : report.clientLimited() ? new Chip(Status.WARNING, "Client-limited") : new Chip(Status.NEUTRAL, "Finished").outline(),
                Labels.muted("took " + length));
        RunCourse course = report.course();
        int most = course == null ? 0 : course.columns().stream().mapToInt(RunCourse.Column::inFlight).max().orElse(0);
        numbers(run, report, most, "");
    }

    private void numbers(Run run, RunReport report, int flying, String waiting) {
        boolean running = run.ended() == null;
        boolean measured = report.offered().requests() > 0;
        offered.show(rate(measured ? report.offered().rate() : Double.NaN),
                waiting.isEmpty() ? Formats.count(report.offered().requests()) + " sent" : waiting, Status.NEUTRAL);
        double share = report.offered().rate() > 0 ? 100 * report.achieved().rate() / report.offered().rate() : Double.NaN;
        achieved.show(rate(measured ? report.achieved().rate() : Double.NaN),
                Double.isNaN(share) ? "" : Formats.number(Math.min(share, 100)) + " % of offered",
                Double.isNaN(share) ? Status.NEUTRAL : share >= 99 ? Status.SUCCESS : Status.WARNING);
        inFlight.show(new Quantity(Formats.count(flying), ""), (running ? "of " : "peak, of ") + Formats.count(run.setup().connections()),
                Status.NEUTRAL);
        LatencySummary intended = report.latency().intended();
        LatencySummary service = report.latency().service();
        both(p50, intended == null ? null : intended.p50(), service == null ? null : service.p50());
        both(p95, intended == null ? null : intended.p95(), service == null ? null : service.p95());
        both(p99, intended == null ? null : intended.p99(), service == null ? null : service.p99());
        errors.show(new Quantity(measured
                ? Formats.percent(report.errors().percent())
                : Formats.NONE, "%"), Formats.count(report.errors().total()) + " of " + Formats.count(report.offered().requests()),
                report.errors().total() > 0 ? Status.DANGER : Status.NEUTRAL);
        lag.show(measured ? Formats.quantity(report.lag().p99(), "ms") : new Quantity(Formats.NONE, "ms"),
                report.clientLimited() ? "p99, too late" : "p99, healthy", report.clientLimited() ? Status.WARNING : Status.NEUTRAL);
        tell(Findings.of(report));
        panel.flush(body);
    }

    private void tell(List<Findings.Finding> found) {
        if (found.equals(told)) {
            return;
        }
        told = found;
        findings.getChildren().setAll(found.stream().map(RunPanel::row).toList());
        findings.setVisible(!found.isEmpty());
        findings.setManaged(!found.isEmpty());
    }

    private static Node row(Findings.Finding finding) {
        Label words = finding.status() == Status.NEUTRAL ? Labels.muted(finding.words()) : Labels.plain(finding.words());
        HBox row = switch (finding.status()) {
            case SUCCESS -> new HBox(6, new VerdictMark(true), words);
            case DANGER -> new HBox(6, new VerdictMark(false), words);
            case WARNING -> new HBox(6, Icons.of(org.kordamp.ikonli.feather.Feather.ALERT_TRIANGLE, 14, Status.WARNING), words);
            case NEUTRAL, ACCENT -> new HBox(words);
        };
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private static void both(BigValue value, @Nullable Double intended, @Nullable Double service) {
        value.show(intended == null ? new Quantity(Formats.NONE, "ms") : Formats.quantity(intended, "ms"),
                service == null ? "" : "service " + Formats.quantity(service, "ms").number(), Status.NEUTRAL);
    }

    private static Quantity rate(double value) {
        return new Quantity(Formats.number(value), "req/s");
    }
}
