package gpudyno.console.alerts;

import gpudyno.console.kit.AlertItem;
import gpudyno.console.kit.AlertWords;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Chip;
import gpudyno.console.kit.EmptyState;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.GroupHeader;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.Status;
import gpudyno.model.alert.Alert;
import gpudyno.model.alert.AlertBoard;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

/// Alerts that pend or fire, by group; pending and quiet ones below.
final class ActiveAlerts {
    /// More would be no list to read; the count says how many there are.
    private static final int MOST_SHOWN = 100;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneId.systemDefault());

    /// What can be done to an alert.
    record Actions(Consumer<Alert> acknowledge, Consumer<Alert> takeBack, Consumer<Alert> silence, Consumer<Alert> unsilence,
            Consumer<Alert> openRule) {}

    private final Panel panel = new Panel("Active alerts");
    private final VBox list = new VBox();
    private final Actions actions;
    private final Set<String> folded = new HashSet<>();

    ActiveAlerts(Actions actions) {
        this.actions = actions;
        ScrollPane scroll = new ScrollPane(list);
        scroll.setFitToWidth(true);
        scroll.setFocusTraversable(false);
        panel.flush(scroll);
    }

    Panel panel() {
        return panel;
    }

    /// @param away why the node tells nothing now; empty while it does
    void show(AlertBoard board, Instant now, String away) {
        long loud = board.active().stream().filter(Alert::isLoud).count();
        panel.trailing(chip(loud, away.isEmpty()));
        list.getChildren().clear();
        if (board.active().isEmpty()) {
            list.getChildren().add(new EmptyState(away.isEmpty()
                    ? "No alert is pending or firing."
                    : away + ": no alert was pending or firing when it was last heard."));
            return;
        }
        Map<String, List<Alert>> groups = new LinkedHashMap<>();
        List<Alert> pending = new ArrayList<>();
        List<Alert> silenced = new ArrayList<>();
        List<Alert> explained = new ArrayList<>();
        for (Alert alert : board.active()) {
            if (alert.state() == Alert.State.PENDING) {
                pending.add(alert);
            } else if (alert.quietUntil() != null) {
                silenced.add(alert);
            } else if (alert.inhibited()) {
                explained.add(alert);
            } else {
                groups.computeIfAbsent(capitalised(alert.group()), _ -> new ArrayList<>()).add(alert);
            }
        }
        groups.forEach((group, alerts) -> add(group, alerts, now));
        add("Pending, for-duration not reached", pending, now);
        add("Silenced", silenced, now);
        add(board.quiet() == null ? "Explained by another alert" : "Explained by another alert or by the test that loads the node",
                explained, now);
    }

    private static Chip chip(long loud, boolean heard) {
        if (!heard) {
            return new Chip(Status.NEUTRAL, loud == 0 ? "Not known" : Formats.count(loud) + " when last heard");
        }
        return loud == 0 ? new Chip(Status.SUCCESS, "None firing") : new Chip(Status.DANGER, Formats.count(loud) + " firing");
    }

    private void add(String title, List<Alert> alerts, Instant now) {
        if (alerts.isEmpty()) {
            return;
        }
        GroupHeader header = new GroupHeader(title, alerts.size());
        VBox items = new VBox();
        alerts.stream().limit(MOST_SHOWN).forEach(alert -> items.getChildren().add(item(alert, now)));
        header.open().set(!folded.contains(title));
        header.open().subscribe(open -> {
            items.setVisible(open);
            items.setManaged(open);
            if (open) {
                folded.remove(title);
            } else {
                folded.add(title);
            }
        });
        list.getChildren().addAll(header, items);
    }

    private AlertItem item(Alert alert, Instant now) {
        String title = alert.series().isEmpty() ? alert.title() : alert.title() + " · " + alert.series();
        String severity = capitalised(alert.severity().name());
        if (alert.state() == Alert.State.PENDING) {
            return AlertItem.pending(title, severity + " · for " + span(alert, now))
                    .actions(Buttons.text("Open rule", () -> actions.openRule.accept(alert)));
        }
        Instant quietUntil = alert.quietUntil();
        if (quietUntil != null) {
            return AlertItem.silenced(title, severity + " · until " + CLOCK.format(quietUntil))
                    .actions(Buttons.text("Unsilence", () -> actions.unsilence.accept(alert)));
        }
        if (alert.inhibited()) {
            return AlertItem.explained(title, severity + " · since " + CLOCK.format(alert.since()))
                    .actions(Buttons.text("Open rule", () -> actions.openRule.accept(alert)));
        }
        AlertItem item = new AlertItem(alert.severity(), title, AlertWords.cause(alert.cause()),
                severity + " · since " + CLOCK.format(alert.since()) + (alert.acknowledged() ? " · acknowledged" : ""));
        if (!alert.note().isEmpty()) {
            item.note(alert.note());
        }
        return alert.acknowledged()
                ? item.actions(Buttons.text("Silence", () -> actions.silence.accept(alert)),
                        Buttons.text("Take back", () -> actions.takeBack.accept(alert)))
                : item.actions(Buttons.text("Silence", () -> actions.silence.accept(alert)),
                        Buttons.plain("Acknowledge", () -> actions.acknowledge.accept(alert)));
    }

    private static String span(Alert alert, Instant now) {
        Duration age = Duration.between(alert.since(), now);
        return Formats.span(age.isNegative() ? Duration.ZERO : age);
    }

    static String capitalised(String word) {
        return word.isEmpty()
                ? word
                : word.substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                        + word.substring(1).toLowerCase(java.util.Locale.ROOT);
    }
}
