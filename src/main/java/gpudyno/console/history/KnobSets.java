package gpudyno.console.history;

import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Chip;
import gpudyno.console.kit.Columns;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.KnobWords;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.Status;
import gpudyno.model.knob.KnobSet;
import gpudyno.model.knob.KnobState;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// The versions of a node's knobs, and what going back to one of them would turn.
final class KnobSets {
    private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter EARLIER = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ROOT);
    private static final double PREVIEW = 146;

    private final DataTable<KnobSet> sets = new DataTable<KnobSet>("Nobody has turned a knob.").keyedBy(KnobSet::version);
    private final DataTable<Restoring.Move> moves = new DataTable<Restoring.Move>("Choose a version to see what it would turn.")
            .keyedBy(move -> move.knob().id());
    private final Label preview = Labels.muted("");
    private final VBox body;
    private final ActionButton restore;
    private final Panel panel;
    private List<KnobSet> shown = List.of();
    private List<KnobState> states = List.of();

    /// @param panel that shows them
    /// @param ask takes what a person wants to go back to
    KnobSets(Panel panel, Consumer<Restoring> ask) {
        this.panel = panel;
        restore = Buttons.primary("Restore…", () -> chosen().filter(one -> !one.moves().isEmpty()).ifPresent(ask));
        restore.setDisable(true);
        sets.getColumns().add(Columns.fixed(Columns.ordered("Set", KnobSet::version, set -> "v" + set.version()), 56));
        sets.getColumns().add(Columns.fixed(Columns.ordered("At", KnobSet::at, set -> time(set.at())), 104));
        sets.getColumns().add(Columns.node("By", this::by));
        sets.getColumns().add(Columns.fixed(Columns.rightAligned(Columns.muted("Moved", KnobSets::moved)), 72));
        sets.onChoice(_ -> drawMoves());
        moves.getColumns().add(Columns.mono("Knob", move -> move.knob().id()));
        moves.getColumns().add(Columns.fixed(Columns.right("Now", move -> KnobWords.value(move.knob(), move.from()), _ -> false), 76));
        moves.getColumns().add(Columns.fixed(Columns.right("Then", move -> KnobWords.value(move.knob(), move.to()), _ -> false), 76));
        moves.getColumns().add(Columns.fixed(Columns.muted("Cost", move -> KnobWords.shortCost(move.knob().cost())), 60));
        moves.setMinHeight(PREVIEW);
        moves.setPrefHeight(PREVIEW);
        moves.getStyleClass().add("tight");
        HBox foot = new HBox(8, preview, Labels.spacer(), restore);
        foot.setAlignment(Pos.CENTER_LEFT);
        foot.setPadding(new Insets(8, 12, 8, 12));
        preview.setMinWidth(0);
        VBox.setVgrow(sets, Priority.ALWAYS);
        sets.setMinHeight(0);
        body = new VBox(sets, moves, foot);
    }

    void show(List<KnobSet> past, List<KnobState> now) {
        shown = past;
        states = now;
        panel.subtitle(KnobWords.count(now.size()));
        sets.show(past);
        panel.flush(body);
        drawMoves();
    }

    private Optional<Restoring> chosen() {
        KnobSet set = sets.getSelectionModel().getSelectedItem();
        return set == null ? Optional.empty() : Optional.of(Restoring.of(set, states));
    }

    private void drawMoves() {
        chosen().ifPresentOrElse(one -> {
            moves.show(one.moves());
            preview.setText(one.moves().isEmpty() ? "The knobs stand there now" : "Turns " + KnobWords.count(one.moves().size()));
            restore.setText("Restore " + one.name() + "…");
            restore.setDisable(one.moves().isEmpty());
        }, () -> {
            moves.show(List.of());
            preview.setText("");
            restore.setText("Restore…");
            restore.setDisable(true);
        });
    }

    private Node by(KnobSet set) {
        Label who = Labels.plain(set.change().by());
        who.setMinWidth(0);
        HBox cell = new HBox(8, who);
        if (set.equals(shown.getFirst())) {
            cell.getChildren().addAll(Labels.spacer(), new Chip(Status.SUCCESS, "now"));
        }
        cell.setAlignment(Pos.CENTER_LEFT);
        return cell;
    }

    private static String moved(KnobSet set) {
        return KnobWords.count(set.change().after().values().size());
    }

    private static String time(Instant at) {
        ZoneId zone = ZoneId.systemDefault();
        boolean today = LocalDate.ofInstant(at, zone).equals(LocalDate.now(zone));
        return (today ? TODAY : EARLIER).format(at.atZone(zone));
    }
}
