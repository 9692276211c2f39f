package gpudyno.console.alerts;

import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Columns;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Panel;
import gpudyno.console.page.Page;
import gpudyno.console.page.TimeRange;
import gpudyno.model.alert.Alert;
import gpudyno.model.alert.AlertBoard;
import gpudyno.model.alert.AlertRule;
import gpudyno.model.alert.RuleStatus;
import gpudyno.model.alert.Silence;
import gpudyno.node.Alerting;
import gpudyno.node.Node;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Consumer;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// Alerts: what fires, the rules it comes from, and what has ended.
public final class AlertsPage implements Page {
    private static final Duration SILENCED_FOR = Duration.ofHours(1);
    private static final Duration PREVIEWED = Duration.ofDays(1);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneId.systemDefault());

    private final Workbench bench;
    private final ActiveAlerts active;
    private final RuleTable rules;
    private final RuleEditor editor;
    private final Panel rulePanel = new Panel("Alert rules");
    private final DataTable<Alert> ended = new DataTable<>("No alert has ended yet.");
    private final HBox root;
    private final Timeline timer = new Timeline(new KeyFrame(javafx.util.Duration.seconds(1), _ -> ask()));
    private @Nullable Node node;
    private @Nullable AlertBoard board;
    private boolean asking;

    public AlertsPage(Workbench bench) {
        this.bench = bench;
        active = new ActiveAlerts(new ActiveAlerts.Actions(
                alert -> act(alerting -> alerting.acknowledge(alert.id(), "")),
                alert -> act(alerting -> alerting.silence(new Silence(0, alert.rule(), alert.series(), Instant.now().plus(SILENCED_FOR),
                        "console", ""))),
                this::unsilence, alert -> rulesSelect(alert.rule())));
        editor = new RuleEditor(new RuleEditor.Actions(this::preview, rule -> act(alerting -> alerting.setRule(rule)),
                rule -> act(alerting -> alerting.removeRule(rule.id()))));
        rules = new RuleTable(rule -> act(alerting -> alerting.setRule(rule)), editor::edit);
        rulePanel.flush(rules.table()).trailing(Buttons.primary("New rule", editor::startNew).with(Feather.PLUS));
        ended.getColumns().add(Columns.fixed(Columns.muted("Opened", alert -> CLOCK.format(alert.since())), 70));
        ended.getColumns().add(Columns.text("Alert", Alert::title));
        ended.getColumns().add(Columns.fixed(Columns.right("Lasted", AlertsPage::lasted, _ -> false), 84));
        VBox right = grow(new VBox(12, grow(rulePanel), new HBox(12, grow(editor.panel()), historyPanel())));
        root = new HBox(12, active.panel(), right);
        root.getStyleClass().add("page");
        timer.setCycleCount(Animation.INDEFINITE);
    }

    private Panel historyPanel() {
        Panel panel = new Panel("History", ended).flush(ended);
        panel.setMinWidth(340);
        panel.setPrefSize(340, 280);
        return panel;
    }

    private static <R extends Region> R grow(R region) {
        HBox.setHgrow(region, Priority.ALWAYS);
        VBox.setVgrow(region, Priority.ALWAYS);
        return region;
    }

    private static String lasted(Alert alert) {
        Instant end = alert.ended();
        return end == null || end.isBefore(alert.since()) ? Formats.NONE : Formats.span(Duration.between(alert.since(), end));
    }

    private void rulesSelect(String rule) {
        rules.select(rule);
    }

    private void unsilence(Alert alert) {
        AlertBoard shown = board;
        if (shown != null) {
            Instant now = Instant.now();
            List<Silence> covering = shown.silences().stream().filter(silence -> silence.covers(alert.rule(), alert.series(), now))
                    .toList();
            act(alerting -> covering.forEach(silence -> alerting.unsilence(silence.id())));
        }
    }

    private void preview(AlertRule rule) {
        Node asked = node;
        if (asked != null) {
            bench.calls().call(() -> asked.alerting().preview(rule, PREVIEWED), editor::showPreview, editor::showError);
        }
    }

    /// Does something to the node's alerts, then shows what became of it.
    private void act(Consumer<Alerting> action) {
        Node asked = node;
        if (asked != null) {
            bench.calls().call(() -> {
                action.accept(asked.alerting());
                return true;
            }, _ -> ask(), line -> {
                bench.dialogs().say(line);
                ask();
            });
        }
    }

    private void ask() {
        Node asked = node;
        if (asked == null || asking) {
            return;
        }
        asking = true;
        bench.calls().call(() -> asked.alerting().board(), answer -> {
            asking = false;
            if (asked.equals(node)) {
                show(answer);
            }
        }, line -> {
            asking = false;
            rulePanel.subtitle("not read: " + line);
        });
    }

    private void show(AlertBoard answer) {
        if (answer.equals(board)) {
            return;
        }
        board = answer;
        active.show(answer, Instant.now());
        rules.show(answer);
        long on = answer.rules().stream().map(RuleStatus::rule).filter(AlertRule::on).count();
        rulePanel.subtitle(on + " of " + answer.rules().size() + " on");
        ended.getItems().setAll(answer.ended());
    }

    @Override
    public String title() {
        return "Alerts";
    }

    @Override
    public Ikon icon() {
        return Feather.BELL;
    }

    @Override
    public javafx.scene.Node content() {
        return root;
    }

    @Override
    public void show(Node shown, TimeRange range) {
        if (!shown.equals(node)) {
            board = null;
        }
        node = shown;
        ask();
        timer.play();
    }

    @Override
    public void hide() {
        timer.stop();
    }
}
