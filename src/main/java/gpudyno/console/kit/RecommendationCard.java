package gpudyno.console.kit;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// A change worth making: what to turn, what it is predicted to do, what that rests on, and the buttons to preview or do it.
public final class RecommendationCard extends VBox {
    private final HBox head;
    private final HBox actions = new HBox(4);
    private final Label evidence = Labels.caption("");

    public RecommendationCard(String title) {
        super(5);
        getStyleClass().add("recommendation");
        Label words = Labels.body(title);
        words.getStyleClass().add("medium");
        words.setWrapText(true);
        head = new HBox(4, words);
        head.setAlignment(Pos.CENTER_LEFT);
        actions.setAlignment(Pos.CENTER_RIGHT);
        HBox foot = new HBox(8, evidence, Labels.spacer(), actions);
        foot.setAlignment(Pos.CENTER_LEFT);
        foot.getStyleClass().add("recommendation-foot");
        getChildren().addAll(head, foot);
    }

    /// The knob the title speaks of.
    public RecommendationCard knob(String id) {
        head.getChildren().add(Labels.styled(id, "mono", "code"));
        return this;
    }

    /// The knob's value now and then, with the predicted effect beside it.
    ///
    /// @param effect such as `predicted p95`
    /// @param change such as `−38 %`
    public RecommendationCard change(String from, String to, String effect, String change, Status status) {
        HBox row = new HBox(4, Labels.styled(from, "recommended-value"), Icons.of(Feather.ARROW_RIGHT, 14),
                Labels.styled(to, "recommended-value"), Labels.spacer(), Labels.muted(effect), colored(change, status));
        row.setAlignment(Pos.CENTER_LEFT);
        return insert(row);
    }

    /// One of several knobs it would turn: its id, and from what to what.
    public RecommendationCard move(String id, String from, String to) {
        Label knob = Labels.mono(id);
        knob.setMinWidth(0);
        Label move = Labels.mono(from + " → " + to);
        move.setMinWidth(USE_PREF_SIZE);
        HBox row = new HBox(6, knob, Labels.spacer(), move);
        row.setAlignment(Pos.CENTER_LEFT);
        return insert(row);
    }

    /// The effect as a figure: before, predicted with its interval, and the relative change.
    public RecommendationCard gain(String figure, String before, String after, String change, Status status) {
        Label words = Labels.plain(before + " → " + after);
        words.setWrapText(true);
        HBox head = new HBox(4, Labels.muted("predicted " + figure), Labels.spacer(), colored(change, status));
        return insert(new VBox(2, head, words));
    }

    /// Two bars, before and predicted, as shares of the larger.
    public RecommendationCard bars(double before, double predicted) {
        double most = Math.max(before, predicted);
        VBox bars = new VBox(4, new MeterBar(before / most, Status.NEUTRAL), new MeterBar(predicted / most, Status.SUCCESS));
        bars.getStyleClass().add("compared-bars");
        return insert(bars);
    }

    public RecommendationCard detail(String text) {
        Label label = Labels.muted(text);
        label.setWrapText(true);
        return insert(label);
    }

    /// What the prediction rests on, such as `131 ms, CI 117 – 145`.
    public RecommendationCard evidence(String text) {
        evidence.setText(text);
        return this;
    }

    public RecommendationCard actions(ActionButton... buttons) {
        for (ActionButton button : buttons) {
            actions.getChildren().add(button.small());
        }
        return this;
    }

    private RecommendationCard insert(Node node) {
        getChildren().add(getChildren().size() - 1, node);
        return this;
    }

    private static Label colored(String text, Status status) {
        Label label = Labels.styled(text, "strong", "colored");
        status.on(label);
        return label;
    }
}
