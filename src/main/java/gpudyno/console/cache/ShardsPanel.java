package gpudyno.console.cache;

import gpudyno.console.kit.Chip;
import gpudyno.console.kit.Columns;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.MeterBar;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.Status;
import gpudyno.model.cache.ShardStatus;
import gpudyno.model.cache.SharedTier;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The servers of the shared cache, and what became of the look-ups in it.
final class ShardsPanel {
    /// From here on one server has so much more than the others that it fills up first.
    private static final double UNEVEN = 1.5;

    private final Panel panel = new Panel("L2 servers");
    private final DataTable<ShardStatus> table = new DataTable<ShardStatus>("No server is known.").keyedBy(ShardStatus::address);
    private final Label sentence = Labels.body("");
    private final Label counts = Labels.muted("");

    ShardsPanel() {
        table.getColumns().add(Columns.mono("Server", ShardStatus::address));
        table.getColumns().add(Columns.fixed(Columns.node("State", ShardsPanel::state, ShardStatus::state), 124));
        table.getColumns().add(Columns.number("Keys", shard -> value(shard.keys()), keys -> Formats.count((long) keys)));
        table.getColumns().add(Columns.node("Share of keys", ShardsPanel::share, shard -> value(shard.percent())));
        table.getColumns().add(Columns.number("Memory", shard -> value(shard.bytes()), bytes -> Formats.bytes(bytes).toString()));
        table.getColumns().add(Columns.number("Look-ups", ShardStatus::lookups, lookups -> Formats.count((long) lookups)));
        table.getColumns().add(Columns.number("Mean time", shard -> value(shard.millis()), millis -> Formats.number(millis) + " ms"));
        VBox.setVgrow(table, Priority.ALWAYS);
        sentence.setWrapText(true);
        counts.setWrapText(true);
        VBox below = new VBox(4, sentence, counts);
        below.getStyleClass().add("cache-foot");
        VBox all = new VBox(table, below);
        all.setMinHeight(0);
        panel.flush(all);
    }

    Panel panel() {
        return panel;
    }

    void show(SharedTier tier) {
        Double balance = tier.balance();
        panel.subtitle(balance == null ? "keys of all nodes" : "the largest holds " + Formats.number(balance) + " × the mean");
        if (balance != null && balance >= UNEVEN) {
            panel.trailing(new Chip(Status.WARNING, "uneven").dot());
        } else {
            panel.trailing();
        }
        table.show(tier.shards());
        sentence.setText(tier.sentence() + ".");
        counts.setText("Since the start: " + Formats.count(tier.hits()) + " hits, " + Formats.count(tier.misses()) + " misses, "
                + Formats.count(tier.corrupt()) + " corrupt, " + Formats.count(tier.errors()) + " errors, " + Formats.count(tier.timeouts())
                + " time-outs, " + Formats.count(tier.skipped()) + " not asked while a server was not used; tracking lost "
                + Formats.count(tier.trackingLost()) + (tier.trackingLost() == 1 ? " time" : " times"));
    }

    private static double value(@Nullable Number number) {
        return number == null ? Double.NaN : number.doubleValue();
    }

    private static Node state(ShardStatus shard) {
        return switch (shard.state()) {
            case UP -> new Chip(shard.announces() ? Status.SUCCESS : Status.WARNING, "up").dot();
            case BREAKER_OPEN -> new Chip(Status.WARNING, "breaker open").dot();
            case DOWN -> new Chip(Status.DANGER, "down").dot();
        };
    }

    private static Node share(ShardStatus shard) {
        Double percent = shard.percent();
        if (percent == null) {
            return Labels.muted(Formats.NONE);
        }
        MeterBar bar = new MeterBar(percent / 100, Status.ACCENT).thick();
        bar.setMinWidth(0);
        bar.setPrefWidth(90);
        HBox.setHgrow(bar, Priority.ALWAYS);
        Label number = Labels.strong(Formats.percent(percent) + " %");
        number.setMinWidth(52);
        number.setAlignment(Pos.CENTER_RIGHT);
        HBox row = new HBox(8, bar, number);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }
}
