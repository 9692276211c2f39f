package gpudyno.console.overview;

import gpudyno.console.kit.AlertItem;
import gpudyno.console.kit.AlertWords;
import gpudyno.console.kit.EmptyState;
import gpudyno.console.kit.EventRow;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.PageScroll;
import gpudyno.console.kit.Panel;
import gpudyno.model.alert.Alert;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.layout.VBox;

/// The right column while a period of the past is shown: what fired and what happened then. Nothing can be done to it any more.
final class PastSide {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final int ALERTS = 3;
    private static final int EVENTS = 50;

    private PastSide() {
    }

    static void show(PastShown past, Panel alerts, Panel recommendations, Panel events) {
        alerts.subtitle("in this period").trailing();
        showAlerts(past.alerts(), alerts);
        recommendations.content(new EmptyState("Recommendations are about the present."));
        String missing = past.eventsFrom().map(from -> "The node lists events from " + DAY.format(from) + " on.").orElse("");
        if (past.events().isEmpty()) {
            events.content(new EmptyState(missing.isEmpty() ? "Nothing happened in this period." : missing));
            return;
        }
        List<Node> rows = new ArrayList<>(past.events().stream().limit(EVENTS)
                .<Node>map(event -> new EventRow(event, ZoneId.systemDefault())).toList());
        if (past.events().size() > EVENTS) {
            rows.add(Labels.caption((past.events().size() - EVENTS) + " more on the History page"));
        }
        if (!missing.isEmpty()) {
            rows.add(Labels.caption(missing));
        }
        events.content(new PageScroll(column(rows)));
    }

    private static void showAlerts(List<Alert> fired, Panel alerts) {
        if (fired.isEmpty()) {
            alerts.content(new EmptyState("No alert fired in this period."));
            return;
        }
        List<Node> items = new ArrayList<>(fired.stream().limit(ALERTS).<Node>map(PastSide::item).toList());
        if (fired.size() > ALERTS) {
            items.add(Labels.caption((fired.size() - ALERTS) + " more on the History page"));
        }
        alerts.flush(column(items));
    }

    private static AlertItem item(Alert alert) {
        Instant ended = alert.ended();
        return new AlertItem(alert.severity(), alert.series().isEmpty() ? alert.title() : alert.title() + " · " + alert.series(),
                AlertWords.cause(alert.cause()),
                CLOCK.format(alert.since()) + (ended == null ? ", still firing" : " to " + CLOCK.format(ended))).compact();
    }

    private static VBox column(List<Node> rows) {
        VBox column = new VBox(4);
        column.getChildren().setAll(rows);
        return column;
    }
}
