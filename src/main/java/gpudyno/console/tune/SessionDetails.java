package gpudyno.console.tune;

import gpudyno.console.kit.Columns;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.EmptyState;
import gpudyno.console.kit.KnobWords;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.SegmentedControl;
import gpudyno.console.page.Findable.Item;
import gpudyno.model.target.Profiles;
import gpudyno.model.tune.Explanation;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionSummary;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// One panel, three views: the knobs the best moves, how it was measured, and the sessions there were.
final class SessionDetails {
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH)
            .withZone(ZoneId.systemDefault());

    private enum View {
        CHANGES("Changed"),
        METHOD("Method"),
        SESSIONS("Sessions");

        private final String title;

        View(String title) {
            this.title = title;
        }
    }

    private final SegmentedControl<View> views = new SegmentedControl<>(List.of(View.values()), view -> view.title, View.CHANGES).fill();
    private final Panel panel = new Panel("What changed");
    private final VBox moves = new VBox(8);
    private final VBox notes = new VBox(8);
    private final DataTable<SessionSummary> list = new DataTable<SessionSummary>("No sessions yet.").keyedBy(SessionSummary::id);
    private final ScrollPane scroll = new ScrollPane();
    private String changed = "";

    SessionDetails(TuneViewModel model) {
        list.getColumns().add(Columns.fixed(Columns.ordered("#", SessionSummary::id, report -> Long.toString(report.id())), 40));
        list.getColumns()
                .add(Columns.fixed(Columns.ordered("Started", SessionSummary::started, report -> WHEN.format(report.started())), 92));
        list.getColumns().add(Columns.fixed(Columns.text("Targets", report -> Profiles.named(report.targets()).title()), 66));
        list.getColumns().add(Columns.text("Result", SessionDetails::result));
        list.getStyleClass().add("tight");
        list.onChoice(chosen -> model.open(chosen.id()));
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        views.selected().subscribe(_ -> arrange());
    }

    Panel node() {
        return panel;
    }

    private void arrange() {
        View view = views.selected().get();
        panel.title(switch (view) {
            case CHANGES -> "What changed";
            case METHOD -> "How it was measured";
            case SESSIONS -> "Sessions";
        });
        panel.subtitle(view == View.CHANGES ? changed : view == View.SESSIONS ? list.rows().size() + " stored" : "");
        Node shown = view == View.SESSIONS ? list : scroll;
        if (view != View.SESSIONS) {
            VBox body = new VBox(view == View.CHANGES ? moves : notes);
            body.getStyleClass().add("details-body");
            scroll.setContent(body);
        }
        VBox.setVgrow(shown, javafx.scene.layout.Priority.ALWAYS);
        VBox head = new VBox(views);
        head.getStyleClass().add("details-head");
        panel.flush(new VBox(head, shown));
    }

    void show(Optional<SessionReport> session, List<SessionSummary> all) {
        showMoves(session);
        notes.getChildren().setAll(session.map(SessionDetails::notes)
                .orElse(List.of(note("How a session measured, and under what load, is written here."))));
        list.show(all);
        session.map(SessionSummary::of).ifPresent(list::select);
        if (views.selected().get() != View.METHOD) {
            panel.subtitle(views.selected().get() == View.CHANGES ? changed : all.size() + " stored");
        }
    }

    private void showMoves(Optional<SessionReport> session) {
        if (session.isEmpty() || session.get().best() == null) {
            changed = "";
            moves.getChildren().setAll(new EmptyState(session.isEmpty()
                    ? "The knobs a session moves are listed here."
                    : "No best yet: the search is still on, or nothing could be verified."));
            return;
        }
        List<KnobMoves.Move> moved = KnobMoves.of(session.get());
        changed = KnobWords.count(moved.size());
        moves.getChildren().setAll(moved.stream().map(SessionDetails::row).toList());
        Explanation explanation = session.get().explanation();
        if (explanation != null) {
            moves.getChildren().add(new GainShares(explanation));
        }
    }

    private static Node row(KnobMoves.Move move) {
        Label to = Labels.mono(move.to());
        to.getStyleClass().add("colored");
        to.pseudoClassStateChanged(javafx.css.PseudoClass.getPseudoClass("success"), true);
        to.setMinWidth(36);
        to.setAlignment(Pos.CENTER_RIGHT);
        return new HBox(6, Labels.mono(move.knob()), Labels.spacer(), Labels.mono(move.from()), Labels.muted("→"), to);
    }

    private static List<Label> notes(SessionReport report) {
        List<String> lines = new java.util.ArrayList<>(List.of(Conditions.of(report)));
        lines.addAll(report.notes());
        return lines.stream().map(SessionDetails::note).toList();
    }

    private static Label note(String line) {
        Label label = Labels.caption(line);
        label.setWrapText(true);
        label.setMinHeight(Label.USE_PREF_SIZE);
        return label;
    }

    /// A session as it is found by name.
    static Item item(SessionSummary session) {
        return new Item(Long.toString(session.id()), "Session #" + session.id(),
                Profiles.named(session.targets()).title() + ", " + result(session) + ", " + WHEN.format(session.started()));
    }

    private static String result(SessionSummary report) {
        if (report.verdict() == null) {
            return SessionForm.words(report.phase()).toLowerCase(Locale.ROOT);
        }
        return report.verdict().label() + (report.applied() ? ", applied" : "");
    }
}
