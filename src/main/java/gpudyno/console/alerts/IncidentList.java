package gpudyno.console.alerts;

import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Chip;
import gpudyno.console.kit.EmptyState;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.PageScroll;
import gpudyno.console.kit.Status;
import gpudyno.model.foresight.Incident;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// What happened: each incident with its sentence, its first sign, its likely cause and what was different. Newest first.
final class IncidentList extends StackPane {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
    private final VBox rows = new VBox(14);
    private final PageScroll scroll = new PageScroll(rows);
    private final Consumer<Incident> open;
    private final Consumer<Incident> openPeriod;
    private List<Incident> shown = List.of();

    /// @param open shows what deviated first in an incident
    /// @param openPeriod shows the node as it was during it
    IncidentList(Consumer<Incident> open, Consumer<Incident> openPeriod) {
        this.open = open;
        this.openPeriod = openPeriod;
        getChildren().setAll(new EmptyState("Nothing has happened."));
    }

    void show(List<Incident> incidents) {
        if (incidents.equals(shown)) {
            return;
        }
        shown = List.copyOf(incidents);
        rows.getChildren().setAll(shown.stream().<Node>map(this::row).toList());
        getChildren().setAll(shown.isEmpty() ? new EmptyState("Nothing has happened.") : scroll);
    }

    private Node row(Incident incident) {
        Label title = Labels.body(incident.summary());
        title.getStyleClass().add("medium");
        title.setWrapText(true);
        Instant to = incident.to();
        Chip state = new Chip(to == null ? Status.DANGER : Status.NEUTRAL, to == null
                ? "since " + CLOCK.format(incident.from())
                : CLOCK.format(incident.from()) + ", " + Formats.span(Duration.between(incident.from(), to)));
        state.setMinWidth(USE_PREF_SIZE);
        var show = Buttons.text("Show range", () -> open.accept(incident));
        show.setMinWidth(USE_PREF_SIZE);
        var overview = Buttons.text("On Overview", () -> openPeriod.accept(incident));
        overview.setMinWidth(USE_PREF_SIZE);
        HBox uses = new HBox(8, state, Labels.spacer(), show, overview);
        uses.setAlignment(Pos.CENTER_LEFT);
        VBox row = new VBox(4, title, uses);
        line(row, "First sign", CLOCK.format(incident.firstSign().at()) + "  " + incident.firstSign().text());
        line(row, "Likely cause", incident.cause());
        line(row, "Different", String.join("; ", incident.different()));
        row.setAccessibleText(Objects.requireNonNull(incident.summary()));
        return row;
    }

    private static void line(VBox row, String what, String text) {
        if (!text.isEmpty()) {
            Label name = Labels.muted(what);
            name.setMinWidth(84);
            Label words = Labels.plain(text);
            words.setWrapText(true);
            row.getChildren().add(new HBox(8, name, words));
        }
    }
}
