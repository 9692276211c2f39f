package gpudyno.console.alerts;

import gpudyno.console.frame.Facts;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Dialogs;
import gpudyno.console.kit.OpenSource;
import gpudyno.console.kit.PageScroll;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.SegmentedControl;
import gpudyno.console.kit.Ticker;
import gpudyno.console.page.Findable;
import gpudyno.console.page.Findable.Item;
import gpudyno.console.page.Kind;
import gpudyno.console.page.Page;
import gpudyno.console.page.Period;
import gpudyno.console.page.TimeRange;
import gpudyno.model.alert.Alert;
import gpudyno.model.alert.AlertBoard;
import gpudyno.model.alert.AlertRule;
import gpudyno.model.alert.RuleStatus;
import gpudyno.model.alert.Silence;
import gpudyno.model.foresight.Anomaly;
import gpudyno.model.foresight.Incident;
import gpudyno.node.Alerting;
import gpudyno.node.Foresight;
import gpudyno.node.Node;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.application.Platform;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.Region;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// Alerts: what fires, the rules it comes from, and what has ended.
public final class AlertsPage implements Page {
    private static final List<Duration> SILENCES = List.of(Duration.ofMinutes(15), Duration.ofHours(1), Duration.ofHours(8),
            Duration.ofDays(1));
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final Duration PREVIEWED = Duration.ofDays(1);

    private final Workbench bench;
    private final ActiveAlerts active;
    private final RuleTable rules;
    private final RuleEditor editor;
    private final Panel rulePanel = new Panel("Alert rules");
    private final MeterChart meters;
    private final AnomalyTimeline anomalies;
    private final IncidentList incidents = new IncidentList(this::showRange, this::showPeriod);
    private final PageScroll editing;
    private final Panel lowerPanel = new Panel("Anomalies");
    private final SegmentedControl<Lower> lower = new SegmentedControl<>(List.of(Lower.values()), one -> one.words, Lower.ANOMALIES);
    private String wanted = "";
    private final AlertHistory history = new AlertHistory(this::copy);
    private final AlertsLayout root;
    private final Ticker timer;
    private @Nullable Node node;
    private @Nullable AlertBoard board;
    private Foresight.@Nullable Board foreseen;
    private Subscription listening = Subscription.EMPTY;

    public AlertsPage(Workbench bench) {
        this.bench = bench;
        active = new ActiveAlerts(new ActiveAlerts.Actions(
                this::acknowledge, this::takeBack, this::silence, this::unsilence, alert -> choose(alert.rule())));
        meters = new MeterChart(bench.calls());
        anomalies = new AnomalyTimeline(bench.calls(), this::expected);
        editor = new RuleEditor(new RuleEditor.Actions(this::preview, this::save, this::remove), meters::meters);
        editing = new PageScroll(editor.form());
        rules = new RuleTable(rule -> act(alerting -> alerting.setRule(rule)), rule -> edit(rule));
        rulePanel.flush(rules.table()).trailing(Buttons.text("Import", this::importRules),
                Buttons.primary("New rule", this::startNew).with(Feather.PLUS));
        lower.setMinWidth(Region.USE_PREF_SIZE);
        lowerPanel.trailing(lower);
        lower.selected().subscribe(this::showLower);
        root = new AlertsLayout(new AlertsLayout.Parts(active.panel(), rulePanel, lowerPanel, history.panel()));
        timer = new Ticker(root, javafx.util.Duration.seconds(1), this::tick);
        bench.unavailable().subscribe(away -> {
            AlertBoard known = board;
            if (known != null) {
                active.show(known, Instant.now(), away);
            }
        });
    }

    /// What the panel beside the history holds.
    private enum Lower {
        ANOMALIES("Timeline"),
        INCIDENTS("Incidents"),
        METERS("Meters"),
        RULE("Rule");

        private final String words;

        Lower(String words) {
            this.words = words;
        }
    }

    private void showLower(Lower chosen) {
        switch (chosen) {
            case ANOMALIES -> {
                lowerPanel.title("Anomalies");
                lowerPanel.content(anomalies);
            }
            case INCIDENTS -> {
                lowerPanel.title("Incidents");
                lowerPanel.content(incidents);
            }
            case METERS -> {
                lowerPanel.title("Meters");
                lowerPanel.content(meters);
            }
            case RULE -> {
                lowerPanel.title("Rule");
                lowerPanel.content(editing);
            }
        }
    }

    private void copy(String csv) {
        ClipboardContent content = new ClipboardContent();
        content.putString(csv);
        Clipboard.getSystemClipboard().setContent(content);
        bench.dialogs().say(history.size() + " alerts copied as CSV");
    }

    /// Opens a rule in the form, also one that is read only later.
    public void choose(String rule) {
        wanted = rule;
        openWanted();
    }

    /// Draws a meter, also one that is read only later.
    public void chooseMeter(String meter) {
        lower.selected().set(Lower.METERS);
        meters.choose(meter);
    }

    /// What deviated first in an incident, over time.
    private void showRange(Incident incident) {
        lower.selected().set(Lower.ANOMALIES);
        bench.node().get().flatMap(model -> model.facts().get()).flatMap(Facts::foresight)
                .flatMap(told -> told.anomalies().stream()
                        .filter(one -> incident.clues().stream().anyMatch(clue -> clue.kind() == Incident.Clue.Kind.ANOMALY
                                && clue.ref().equals(String.valueOf(one.id()))))
                        .findFirst())
                .ifPresent(one -> anomalies.choose(one.parts().getFirst().meter()));
    }

    /// The node as it was during an incident, with its first sign and what came after.
    private void showPeriod(Incident incident) {
        Instant to = incident.to();
        Instant first = incident.firstSign().at().isBefore(incident.from()) ? incident.firstSign().at() : incident.from();
        bench.guide().lead(Kind.PERIOD, new Period(Period.around(first).from(), Period.around(to == null ? first : to).to()).id());
    }

    private void expected(Anomaly anomaly) {
        Node asked = node;
        if (asked != null) {
            bench.calls().call(() -> {
                asked.foresight().expected(anomaly.id());
                return true;
            }, _ -> bench.dialogs().say("Its meters may deviate further from now on before they are told of"), bench.dialogs()::say);
        }
    }

    private void openWanted() {
        if (!wanted.isEmpty()) {
            rules.find(wanted).ifPresent(rule -> {
                wanted = "";
                edit(rule);
            });
        }
    }

    private void edit(AlertRule rule) {
        write(() -> {
            rules.select(rule.id());
            editor.edit(rule);
        });
    }

    private void startNew() {
        write(() -> {
            rules.unselect();
            editor.startNew();
        });
    }

    /// Puts something else into the form, once whoever wrote in it agrees. Until then the rule in the form stays the selected one.
    private void write(Runnable filling) {
        Runnable opened = () -> {
            lower.selected().set(Lower.RULE);
            filling.run();
        };
        if (!editor.isDraft()) {
            opened.run();
            return;
        }
        // The table still tells of the choice that led here.
        Platform.runLater(() -> editor.edited().ifPresentOrElse(rules::select, rules::unselect));
        bench.dialogs().confirm(new Dialogs.Confirmation("Discard what you wrote?", "The rule in the form is not saved.", "Discard", true),
                opened);
    }

    private void save(AlertRule rule, Consumer<String> told) {
        Node asked = node;
        if (asked == null) {
            told.accept("No node is chosen");
            return;
        }
        bench.calls().call(() -> {
            asked.alerting().setRule(rule);
            return true;
        }, _ -> {
            told.accept("");
            bench.dialogs().say("Rule “" + rule.title() + "” is saved");
        }, line -> {
            told.accept(line);
            bench.dialogs().say("Rule “" + rule.title() + "” was not saved: " + line);
        });
    }

    private void acknowledge(Alert alert) {
        bench.dialogs().ask(new Dialogs.Question("Acknowledge “" + alert.title() + "”?",
                "It stays on this list until it ends, but leaves the badge: someone looks into it. Take back undoes it.",
                "Note, for the others", List.of(),
                "Acknowledge"), answer -> act(alerting -> alerting.acknowledge(alert.id(), answer.text())));
    }

    private void takeBack(Alert alert) {
        act(alerting -> alerting.unacknowledge(alert.id()),
                () -> bench.dialogs().say("“" + alert.title() + "” is not acknowledged any more"));
    }

    private void silence(Alert alert) {
        bench.dialogs().ask(new Dialogs.Question("Silence “" + alert.title() + "”?",
                "Nobody is told of it until the silence expires. It is still watched and shown here, and can be unsilenced.",
                "Note, for the others", SILENCES.stream().map(AlertsPage::words).toList(), "Silence"),
                answer -> act(alerting -> alerting.silence(new Silence(0, alert.rule(), alert.series(),
                        Instant.now().plus(SILENCES.get(answer.choice())), "console", answer.text()))));
    }

    private static String words(Duration whole) {
        return whole.toHours() == 0 ? whole.toMinutes() + " min" : whole.toHours() + " h";
    }

    private void remove(AlertRule rule) {
        bench.dialogs().confirm(new Dialogs.Confirmation("Remove the rule “" + rule.title() + "”?",
                "Its open alerts end now. A removed rule does not come back by itself: write it again if it is needed.", "Remove", true),
                () -> act(alerting -> alerting.removeRule(rule.id()), () -> editor.removed(rule)));
    }

    private void importRules() {
        Node asked = node;
        if (asked == null) {
            return;
        }
        OpenSource.of(root.getScene()).choose("Choose a file of alert rules", "Rules as YAML", List.of("*.yaml", "*.yml"))
                .ifPresent(file -> bench.calls().call(() -> asked.alerting().importRules(Files.readString(file)),
                        count -> bench.dialogs().say(count + (count == 1 ? " rule" : " rules") + " imported from " + file.getFileName()),
                        line -> bench.dialogs().say(file.getFileName() + " was not imported: " + line)));
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

    /// Does something to the node's alerts; the node tells what became of it.
    private void act(Consumer<Alerting> action) {
        act(action, () -> {});
    }

    private void act(Consumer<Alerting> action, Runnable done) {
        Node asked = node;
        if (asked != null) {
            bench.calls().call(() -> {
                action.accept(asked.alerting());
                return true;
            }, _ -> done.run(), bench.dialogs()::say);
        }
    }

    private void tick() {
        if (lower.selected().get() == Lower.METERS && bench.pausedAt().get().isEmpty()) {
            meters.draw();
        }
    }

    private void show(Foresight.Board answer) {
        if (!answer.equals(foreseen)) {
            foreseen = answer;
            anomalies.show(answer);
            incidents.show(answer.incidents());
        }
    }

    private void show(AlertBoard answer) {
        if (answer.equals(board)) {
            return;
        }
        board = answer;
        active.show(answer, Instant.now(), bench.unavailable().get());
        rules.show(answer);
        editor.taken(answer.rules().stream().map(status -> status.rule().id()).collect(Collectors.toSet()));
        openWanted();
        long on = answer.rules().stream().map(RuleStatus::rule).filter(AlertRule::on).count();
        AlertBoard.QuietForTest quiet = answer.quiet();
        rulePanel.subtitle(on + " of " + answer.rules().size() + " on" + (quiet == null
                ? ""
                : ", " + quiet.rules().size() + " quiet since " + CLOCK.format(quiet.since()) + " while a test loads the node"));
        history.show(answer);
        meters.alerts(answer);
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
    public List<Findable> findables() {
        return List.of(new Findable(Kind.METER, node -> node.frames().meters().stream()
                .map(meter -> new Item(meter.id(), meter.id(), meter.help())).toList(), this::chooseMeter),
                new Findable(Kind.RULE, node -> node.alerting().board().rules().stream().map(RuleStatus::rule)
                        .map(rule -> new Item(rule.id(), rule.title(), rule.condition() + (rule.on() ? "" : ", off"))).toList(),
                        this::choose),
                Findable.action("New alert rule", "Tried on the history before it is saved", this::startNew));
    }

    @Override
    public javafx.scene.Node content() {
        return root;
    }

    @Override
    public void show(Node shown, TimeRange range) {
        hide();
        Optional<NodeViewModel> chosen = bench.node().get();
        if (chosen.isEmpty()) {
            return;
        }
        if (!shown.equals(node)) {
            board = null;
            foreseen = null;
            // A rule of another node would be saved to this one.
            if (!editor.isDraft()) {
                editor.startNew();
            }
        }
        node = shown;
        meters.show(chosen.get(), range.length());
        anomalies.show(shown, range.length());
        listening = chosen.get().facts().subscribe(told -> {
            told.flatMap(Facts::board).ifPresent(this::show);
            told.flatMap(Facts::foresight).ifPresent(this::show);
        });
        timer.start();
    }

    @Override
    public void hide() {
        timer.stop();
        listening.unsubscribe();
        listening = Subscription.EMPTY;
        meters.hide();
    }
}
