package gpudyno.console.cost;

import gpudyno.console.kit.Formats;
import gpudyno.console.kit.KeyValueRow;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.MeterBar;
import gpudyno.console.kit.Status;
import gpudyno.model.cost.CostReport;
import gpudyno.model.cost.CostReport.Share;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// What serving cost by API key, the dearest first.
final class KeyRows extends VBox {
    private static final int MOST = 6;

    KeyRows(CostReport report, Money money) {
        super(8);
        List<Share> keys = report.keys();
        double whole = keys.stream().mapToDouble(KeyRows::amount).sum();
        keys.stream().limit(MOST).forEach(share -> add(share.name() + ": " + Formats.count(share.requests())
                + (share.requests() == 1 ? " request" : " requests"), whole > 0 ? amount(share) / whole : 0, money.of(amount(share))));
        if (keys.size() > MOST) {
            List<Share> rest = keys.subList(MOST, keys.size());
            double sum = rest.stream().mapToDouble(KeyRows::amount).sum();
            add(rest.size() + (rest.size() == 1 ? " further" : " further ones"), whole > 0 ? sum / whole : 0, money.of(sum));
        }
        Label rule = Labels.muted("By the input tokens that the backend computed for each key");
        rule.setWrapText(true);
        getChildren().add(rule);
        getStyleClass().add("cost-rows");
    }

    private void add(String name, double share, String amount) {
        MeterBar bar = new MeterBar(share, Status.ACCENT).thick();
        bar.setMaxWidth(Double.MAX_VALUE);
        getChildren().add(new VBox(4, new KeyValueRow(name, amount).small(), bar));
    }

    private static double amount(Share share) {
        Double known = share.money();
        return known == null ? 0 : known;
    }
}
