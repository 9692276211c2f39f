package gpudyno.console.settings;

import gpudyno.console.frame.LatestCall;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Columns;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.Dialogs.Confirmation;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.NumberField;
import gpudyno.model.node.RecordKind;
import gpudyno.model.node.RecordKind.Per;
import gpudyno.model.node.StoreContents;
import gpudyno.model.node.StoredRecords;
import gpudyno.node.Node;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// What a node keeps of each kind of record, the room that takes, and how much more it will take; the limits are changed here.
final class KeptRecords extends VBox {
    private final Workbench bench;
    private final LatestCall asking;
    private final DataTable<StoredRecords> table = new DataTable<StoredRecords>("This node keeps no records.").keyedBy(StoredRecords::kind);
    private final Label note = Labels.muted("");
    private final VBox foot = new VBox(6);
    private @Nullable Node node;
    private Optional<NumberField> field = Optional.empty();

    KeptRecords(Workbench bench) {
        this.bench = bench;
        asking = new LatestCall(bench.calls());
        table.getColumns().add(Columns.text("Kind", one -> one.kind().title()));
        table.getColumns().add(Columns.fixed(Columns.right("Rows", one -> Formats.count(one.rows()), _ -> false), 52));
        table.getColumns().add(Columns.fixed(Columns.right("Takes", one -> (one.counted() ? "" : "about ") + size(one.bytes()), _ -> false),
                92));
        table.getColumns().add(Columns.fixed(Columns.right("Kept", KeptRecords::limit, _ -> false), 54));
        table.getColumns().add(Columns.fixed(Columns.right("When full", KeptRecords::full, _ -> false), 68));
        table.getStyleClass().add("tight");
        table.onChoice(this::choose);
        table.setMinHeight(0);
        VBox.setVgrow(table, Priority.ALWAYS);
        note.setWrapText(true);
        note.setMinHeight(USE_PREF_SIZE);
        foot.setPadding(new Insets(8, 12, 8, 12));
        foot.setMinHeight(USE_PREF_SIZE);
        getChildren().addAll(table, foot);
    }

    /// Reads what a node keeps.
    void read(Node of) {
        if (!of.equals(node)) {
            table.show(List.of());
            say("Reading …");
        }
        node = of;
        asking.call(() -> of.journal().contents(), this::show, this::say);
    }

    private void show(StoreContents contents) {
        table.show(contents.kinds());
        StoredRecords chosen = table.getSelectionModel().getSelectedItem();
        if (chosen != null) {
            choose(chosen);
        } else if (contents.kinds().isEmpty()) {
            foot.getChildren().clear();
        } else {
            say("The file takes " + size(contents.fileBytes()) + ", " + size(contents.freeBytes())
                    + " of it free for new records. Choose a kind to keep more or less of it.");
        }
    }

    private void say(String line) {
        field = Optional.empty();
        note.setText(line);
        foot.getChildren().setAll(note);
    }

    private void choose(StoredRecords one) {
        RecordKind kind = one.kind();
        if (kind.isFixed()) {
            say(kind.title() + " are kept as they are, " + kind.allowed() + ": other parts of the node need them.");
            return;
        }
        NumberField typed = new NumberField("Keep of " + kind.title(), one.limit(), kind.least(), kind.most(), kind.per().words()).whole();
        field = Optional.of(typed);
        HBox.setHgrow(typed, Priority.ALWAYS);
        HBox row = new HBox(8, typed, Buttons.plain("Keep", () -> ask(one)));
        row.setAlignment(Pos.BOTTOM_LEFT);
        note.setText(kind.allowed() + "; usually " + Formats.count(kind.usual()));
        foot.getChildren().setAll(row, note);
    }

    private void ask(StoredRecords one) {
        Node of = node;
        double wanted = field.map(NumberField::typed).orElse(Double.NaN);
        if (of == null || Double.isNaN(wanted)) {
            return;
        }
        long limit = Math.round(wanted);
        if (limit < one.limit()) {
            bench.dialogs().confirm(new Confirmation("Keep less of " + one.kind().title() + "?",
                    "From now on " + words(one, limit) + " instead of " + Formats.count(one.limit())
                            + ". What is older is dropped bit by bit and cannot be brought back.",
                    "Keep less", true), () -> keep(of, one, limit));
        } else if (limit > one.limit()) {
            keep(of, one, limit);
        }
    }

    private void keep(Node of, StoredRecords one, long limit) {
        bench.calls().call(() -> {
            of.journal().keep(one.kind(), limit);
            return limit;
        }, _ -> {
            bench.dialogs().say(one.kind().title() + ": " + words(one, limit) + " are kept from now on");
            if (of.equals(node)) {
                read(of);
            }
        }, line -> bench.dialogs().say("Nothing was changed: " + line));
    }

    private static String words(StoredRecords one, long limit) {
        return Formats.count(limit) + " " + one.kind().per().words();
    }

    private static String limit(StoredRecords one) {
        return Formats.count(one.limit()) + (one.kind().per() == Per.DAYS ? " d" : "");
    }

    private static String full(StoredRecords one) {
        OptionalLong bytes = one.bytesAtLimit(Instant.now());
        return bytes.isEmpty() ? Formats.NONE : size(bytes.getAsLong());
    }

    private static String size(long bytes) {
        Formats.Quantity quantity = Formats.bytes(bytes);
        return quantity.number() + " " + quantity.unit();
    }
}
