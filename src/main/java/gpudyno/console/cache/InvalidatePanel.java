package gpudyno.console.cache;

import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.FormField;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.KeyValueRow;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.SegmentedControl;
import gpudyno.console.kit.Status;
import gpudyno.model.cache.EntrySelection;
import gpudyno.model.cache.Invalidation;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// Deletes entries. What it would delete is counted first; nothing is deleted that was not counted as it stands in the field.
final class InvalidatePanel {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final Panel panel = new Panel("Invalidate");
    private final TextField field = new TextField();
    private final FormField input = new FormField("Pattern of keys: * any characters, ? one", field);
    private final SegmentedControl<Kind> kinds = new SegmentedControl<>(List.of(Kind.values()), Kind::words, Kind.PATTERN);
    private final VBox counted = new VBox(6);
    private final Label last = Labels.muted("Nothing was invalidated here yet.");
    private final ActionButton dryRun;
    private final ActionButton invalidate;
    private final Uses uses;
    private Kind kind = Kind.PATTERN;
    /// What is being counted.
    private @Nullable EntrySelection asked;
    private @Nullable Counted count;
    private String away = "";

    /// What the panel asks for. Answers come to [#counted], [#done] and [#refused].
    interface Uses {
        void count(EntrySelection selection);

        /// Asks the person first.
        void delete(EntrySelection selection, Invalidation counted);
    }

    private enum Kind {
        PATTERN,
        TEXT;

        private String words() {
            return this == PATTERN ? "Pattern" : "Text";
        }
    }

    private record Counted(EntrySelection selection, Invalidation result) {}

    InvalidatePanel(Uses uses) {
        this.uses = uses;
        field.setText("*");
        dryRun = Buttons.plain("Dry run", this::count);
        invalidate = Buttons.danger("Invalidate…", this::delete).with(Feather.TRASH_2);
        counted.getStyleClass().add("cache-count");
        last.setWrapText(true);
        kinds.selected().subscribe(now -> {
            if (now != null && now != kind) {
                kind = now;
                field.setText(now == Kind.PATTERN ? "*" : "");
                input.caption(now == Kind.PATTERN ? "Pattern of keys: * any characters, ? one" : "Text of an input, as it was sent");
                forgetCount();
            }
        });
        field.textProperty().subscribe(_ -> forgetCount());
        field.setOnAction(_ -> dryRun.fire());
        panel.trailing(kinds).content(new VBox(10, input, counted, Buttons.row(dryRun, invalidate), last));
        forgetCount();
    }

    Panel panel() {
        return panel;
    }

    /// @param reason why nothing can be asked of the node; empty while it answers
    void away(String reason) {
        away = reason;
        allow();
    }

    /// For another node.
    void forget() {
        dryRun.busy(false);
        invalidate.busy(false);
        last.setText("Nothing was invalidated here yet.");
        forgetCount();
    }

    private void forgetCount() {
        asked = null;
        count = null;
        input.error("");
        counted.getChildren().setAll(Labels.muted("A dry run counts what would be deleted."));
        allow();
    }

    private void allow() {
        Counted now = count;
        dryRun.unavailable(away.isEmpty() ? null : away);
        boolean nothing = now != null && now.result.entries() == 0 && shared(now.result) == 0;
        invalidate.unavailable(!away.isEmpty() ? away : now == null ? "Count by a dry run first" : nothing ? "Nothing matches" : null);
    }

    private static long shared(Invalidation result) {
        return Optional.ofNullable(result.shared()).map(Invalidation.Shared::answers).orElse(0L);
    }

    private void count() {
        EntrySelection selection;
        try {
            selection = kind == Kind.PATTERN ? new EntrySelection.OfPattern(field.getText()) : new EntrySelection.OfText(field.getText());
        } catch (IllegalArgumentException refused) {
            input.error(String.valueOf(refused.getMessage()));
            return;
        }
        asked = selection;
        dryRun.busy(true);
        uses.count(selection);
    }

    private void delete() {
        Counted now = count;
        if (now != null) {
            uses.delete(now.selection, now.result);
        }
    }

    void busy() {
        invalidate.busy(true);
    }

    void counted(EntrySelection selection, Invalidation result) {
        dryRun.busy(false);
        if (!selection.equals(asked)) {
            return;
        }
        input.error("");
        count = new Counted(selection, result);
        counted.getChildren().setAll(new KeyValueRow("Dry run: " + words(result.entries()), TIME.format(now())),
                new KeyValueRow("In this node", Formats.bytes(result.bytes()).toString()));
        Invalidation.Shared elsewhere = result.shared();
        if (elsewhere != null) {
            counted.getChildren().add(new KeyValueRow("In L2, shared with other nodes",
                    (elsewhere.whole() ? "" : "at least ") + words(elsewhere.answers())));
        }
        Double percent = result.percent();
        counted.getChildren().add(new KeyValueRow("Hit ratio until computed again", percent == null
                ? "too few inputs to tell"
                : "at most " + Formats.percent(percent) + " pts lower")
                .status(percent != null && percent > 1 ? Status.WARNING : Status.NEUTRAL));
        allow();
    }

    void done(EntrySelection selection, Invalidation result) {
        invalidate.busy(false);
        forgetCount();
        Invalidation.Shared elsewhere = result.shared();
        last.setText("Last: " + named(selection) + " at " + TIME.format(now()) + ", " + words(result.entries()) + ", "
                + Formats.bytes(result.bytes())
                + (elsewhere == null ? "" : ", " + words(elsewhere.answers()) + " in L2")
                + (elsewhere == null || elsewhere.whole() ? "" : ", not all of its servers were reached: repeat it"));
    }

    /// The question was answered with no, or nothing came of the call.
    ///
    /// @param why what the node said
    void refused(String why) {
        dryRun.busy(false);
        invalidate.busy(false);
        input.error(why);
    }

    static String words(long entries) {
        return Formats.count(entries) + (entries == 1 ? " entry" : " entries");
    }

    /// An input's text is not repeated: it may be private.
    static String named(EntrySelection selection) {
        return switch (selection) {
            case EntrySelection.OfPattern(String pattern) -> pattern;
            case EntrySelection.OfText _ -> "one text";
        };
    }

    private static LocalTime now() {
        return LocalTime.now(ZoneId.systemDefault());
    }
}
