package gpudyno.console.cache;

import gpudyno.console.kit.Columns;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.MeterBar;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.Status;
import gpudyno.model.cache.CacheBoard;
import gpudyno.model.cache.CacheBoard.HotKey;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// The keys most asked for.
final class HotKeysPanel {
    private static final int DIGITS = 4;

    private final Panel panel = new Panel("Hottest keys").subtitle("by hash, without the text");
    private final DataTable<HotKey> table = new DataTable<HotKey>("No key was asked for often enough yet.").keyedBy(HotKey::key);
    private final Label foot = Labels.muted("");
    private double greatest = 1;

    HotKeysPanel() {
        table.getColumns().add(Columns.fixed(Columns.mono("Key hash", key -> grouped(hash(key))), 170));
        table.getColumns().add(Columns.muted("Model", HotKeysPanel::model));
        table.getColumns().add(Columns.node("Share of inputs", this::share, HotKey::percent));
        VBox.setVgrow(table, Priority.ALWAYS);
        HBox below = new HBox(foot);
        below.getStyleClass().add("cache-foot");
        VBox both = new VBox(table, below);
        both.setMinHeight(0);
        panel.flush(both);
    }

    Panel panel() {
        return panel;
    }

    void show(CacheBoard board) {
        greatest = board.hottest().stream().mapToDouble(HotKey::percent).max().orElse(1);
        table.show(board.hottest());
        double sum = board.hottest().stream().mapToDouble(HotKey::percent).sum();
        foot.setText(board.hottest().isEmpty()
                ? "from a sample of one input in eight"
                : "top " + board.hottest().size() + " of " + Formats.count(board.entries()) + " keys = " + Formats.percent(sum)
                        + " % of recent inputs, from a sample of one in eight");
    }

    private Node share(HotKey key) {
        MeterBar bar = new MeterBar(greatest > 0 ? key.percent() / greatest : 0, Status.ACCENT).thick();
        bar.setMinWidth(0);
        bar.setPrefWidth(90);
        HBox.setHgrow(bar, Priority.ALWAYS);
        Label number = Labels.strong(Formats.percent(key.percent()) + " %");
        number.setMinWidth(64);
        number.setAlignment(Pos.CENTER_RIGHT);
        HBox row = new HBox(8, bar, number);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private static String hash(HotKey key) {
        return key.key().substring(key.key().lastIndexOf(':') + 1);
    }

    private static String model(HotKey key) {
        return key.key().substring(0, Math.max(0, key.key().lastIndexOf(':')));
    }

    private static String grouped(String hash) {
        return hash.replaceAll("(.{" + DIGITS + "})(?=.)", "$1·");
    }
}
