package gpudyno.console.kit;

import gpudyno.model.target.Target;
import java.time.Duration;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// A meter against its target: gauge, verdict, target, margin and the last five minutes.
public final class TargetTile extends VBox {
    /// A margin under this share of the target is worth a warning.
    private static final double NEAR = 0.06;
    private static final double HEIGHT = 140;
    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");

    private final Label head = Labels.title("");
    private String title;
    private final Chip verdict = new Chip(Status.NEUTRAL, "Idle");
    private final TargetGauge gauge = new TargetGauge();
    private final Label number = Labels.styled(Formats.NONE, "gauge-number");
    private final Label unit = Labels.styled("", "unit");
    private final KeyValueRow target = new KeyValueRow("Target", Formats.NONE).small();
    private final KeyValueRow margin = new KeyValueRow("Margin", Formats.NONE).small();
    private final Sparkline history = new Sparkline(92, 40);
    private final Label note = Labels.caption("");

    public TargetTile(String title) {
        super(12);
        this.title = title;
        getStyleClass().addAll("panel", "target-tile");
        head.setText(title);
        HBox top = new HBox(8, head, Labels.spacer(), verdict);
        top.setAlignment(Pos.CENTER_LEFT);
        VBox reading = new VBox(-2, number, unit);
        reading.setAlignment(Pos.CENTER);
        reading.getStyleClass().add("gauge-reading");
        reading.setMaxHeight(USE_PREF_SIZE);
        StackPane dial = new StackPane(gauge, reading);
        dial.setMinWidth(USE_PREF_SIZE);
        dial.setAlignment(Pos.TOP_CENTER);
        note.setWrapText(true);
        note.setManaged(false);
        VBox facts = new VBox(2, target, margin, note, history);
        VBox.setMargin(history, new Insets(4, 0, 0, 0));
        facts.setMinWidth(0);
        HBox.setHgrow(facts, Priority.ALWAYS);
        HBox body = new HBox(12, dial, facts);
        VBox.setVgrow(body, Priority.ALWAYS);
        getChildren().addAll(top, body);
        setMinHeight(HEIGHT);
        setPrefHeight(HEIGHT);
        setMinWidth(200);
        gauge.clear();
    }

    public void title(String text) {
        title = text;
        head.setText(text);
    }

    /// @param value in the meter's unit
    /// @param unit of the meter, such as `percent`, `ms`, `req/s`
    /// @param history the last five minutes, oldest first; NaN where nothing is known
    public void show(double value, Target target, String unit, double[] history) {
        FxThread.require();
        boolean met = target.isMetBy(value);
        Status status = !met ? Status.DANGER : target.margin(value) < NEAR * target.bound() ? Status.WARNING : Status.SUCCESS;
        reading(Formats.quantity(value, unit));
        verdict(met ? Status.SUCCESS : Status.DANGER, met ? "Pass" : "Fail");
        verdict.icon(met ? Feather.CHECK : Feather.X);
        this.target.value(shortTarget(target, unit));
        margin.value(Formats.margin(target.margin(value), unit)).status(met ? Status.NEUTRAL : Status.DANGER);
        gauge.show(value, target, full(target, unit), status);
        this.history.show(history, status);
        note("");
        setAccessibleText(title + " " + number.getText() + " " + this.unit.getText() + ", target " + Formats.target(target, unit) + ", "
                + verdict.getText());
    }

    /// A meter that has nothing to judge: too few requests, no such device.
    ///
    /// @param reason short, for people
    public void showIdle(String reason) {
        showIdle(Optional.empty(), "", reason);
    }

    /// @param bound what it will be judged by, once there is something to judge
    public void showIdle(Optional<Target> bound, String meterUnit, String reason) {
        FxThread.require();
        reading(new Formats.Quantity(Formats.NONE, ""));
        verdict(Status.NEUTRAL, "Idle");
        target.value(bound.map(wanted -> shortTarget(wanted, meterUnit)).orElse(Formats.NONE));
        margin.value(Formats.NONE).status(Status.NEUTRAL);
        gauge.clear();
        history.show(new double[0], Status.NEUTRAL);
        note(reason);
        setAccessibleText(title + ", idle: " + reason);
    }

    /// A meter that is only watched: a value, and no target to judge it by.
    public void showUnjudged(double value, String unit, double[] history) {
        FxThread.require();
        reading(Formats.quantity(value, unit));
        verdict(Status.NEUTRAL, "No target");
        target.value(Formats.NONE);
        margin.value(Formats.NONE).status(Status.NEUTRAL);
        gauge.clear();
        this.history.show(history, Status.ACCENT);
        note("");
        setAccessibleText(title + " " + number.getText() + " " + this.unit.getText() + ", no target");
    }

    /// Keeps the last reading, muted, and says how old it is.
    public void showStale(Duration age) {
        FxThread.require();
        pseudoClassStateChanged(STALE, true);
        verdict(Status.NEUTRAL, "Stale");
        verdict.icon(Feather.CLOCK);
        margin.value(Formats.ago(age)).status(Status.NEUTRAL);
        setAccessibleText(title + " " + number.getText() + " " + unit.getText() + ", " + Formats.ago(age));
    }

    private void reading(Formats.Quantity quantity) {
        pseudoClassStateChanged(STALE, false);
        number.setText(quantity.number());
        unit.setText(quantity.unit());
    }

    private void verdict(Status status, String word) {
        verdict.setGraphic(null);
        verdict.show(status, word);
    }

    /// A long unit stands under the gauge's number already and would not fit here.
    private static String shortTarget(Target target, String unit) {
        return Formats.target(target, Formats.shortUnit(unit).length() > 2 ? "" : unit);
    }

    private void note(String text) {
        note.setText(text);
        note.setManaged(!text.isEmpty());
        note.setVisible(!text.isEmpty());
        history.setManaged(text.isEmpty());
        history.setVisible(text.isEmpty());
    }

    /// The end of the gauge: 100 for a large percentage, else twice the target, so that the target stands at the top.
    private static double full(Target target, String unit) {
        boolean wholeRange = (unit.equals("percent") || unit.equals("%")) && target.bound() >= 10;
        return wholeRange ? 100 : 2 * target.bound();
    }
}
