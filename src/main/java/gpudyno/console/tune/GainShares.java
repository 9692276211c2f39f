package gpudyno.console.tune;

import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.MeterBar;
import gpudyno.console.kit.Status;
import gpudyno.model.tune.Explanation;
import gpudyno.model.tune.Explanation.Basis;
import gpudyno.model.tune.Explanation.Share;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// Which knob gives how much of the gain, as bars, and below them what binds and what to try next.
final class GainShares extends VBox {
    private static final double NAME = 140;
    private static final double PERCENT = 36;

    GainShares(Explanation explanation) {
        super(6);
        if (!explanation.shares().isEmpty()) {
            getChildren().add(Labels.caption("Share of the gain by knob, "
                    + (explanation.basis() == Basis.MEASURED ? "measured" : "estimated from the trials")));
            explanation.shares().forEach(share -> getChildren().add(bar(share)));
        }
        if (!explanation.binding().isEmpty()) {
            getChildren().add(line("Least room: " + explanation.binding()));
        }
        getChildren().add(line(explanation.stopped()));
        explanation.next().forEach(next -> getChildren().add(line("Next: " + next)));
    }

    private static HBox bar(Share share) {
        Label name = Labels.mono(share.knob());
        name.setMinWidth(NAME);
        name.setPrefWidth(NAME);
        MeterBar bar = new MeterBar(share.share(), Status.ACCENT);
        HBox.setHgrow(bar, Priority.ALWAYS);
        Label percent = Labels.plain(Formats.number(100 * share.share(), 0) + " %");
        percent.setMinWidth(PERCENT);
        percent.setAlignment(Pos.CENTER_RIGHT);
        HBox row = new HBox(8, name, bar, percent);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private static Label line(String text) {
        Label label = Labels.caption(text);
        label.setWrapText(true);
        label.setMinHeight(Label.USE_PREF_SIZE);
        return label;
    }
}
