package gpudyno.console.kit;

import gpudyno.model.target.Target;
import java.time.Duration;
import java.util.Locale;
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
    private static final double COMPACT_HEIGHT = 160;
    /// Narrower than this a name and its value have no room side by side.
    private static final double ROOMY = 212;
    private static final double LEAST = 170;
    private static final String MARGIN = "Margin";
    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");
    private static final PseudoClass COMPACT = PseudoClass.getPseudoClass("compact");

    private final Label head = Labels.title("");
    private String title;
    private final Chip verdict = new Chip(Status.NEUTRAL, "Idle");
    private final TargetGauge gauge = new TargetGauge();
    private final Label number = Labels.styled(Formats.NONE, "gauge-number");
    private final Label unit = Labels.styled("", "unit");
    private final KeyValueRow target = new KeyValueRow("Target", Formats.NONE).small();
    private final KeyValueRow margin = new KeyValueRow(MARGIN, Formats.NONE).small();
    private final Sparkline history = new Sparkline(92, 40);
    private final Label note = Labels.caption("");
    private final VBox facts;
    private final HBox body;
    private boolean compact;

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
        facts = new VBox(2, target, margin, note, history);
        VBox.setMargin(history, new Insets(4, 0, 0, 0));
        facts.setMinWidth(0);
        HBox.setHgrow(facts, Priority.ALWAYS);
        body = new HBox(12, dial, facts);
        VBox.setVgrow(body, Priority.ALWAYS);
        getChildren().addAll(top, body);
        setMinWidth(LEAST);
        gauge.clear();
        compact(false);
        widthProperty().subscribe(width -> compact(width.doubleValue() > 0 && width.doubleValue() < ROOMY));
    }

    /// With little room beside the dial, names stand over their values and what is said under both.
    private void compact(boolean now) {
        if (compact == now && getMinHeight() > 0) {
            return;
        }
        compact = now;
        target.stacked(now);
        margin.stacked(now);
        body.setSpacing(now ? 8 : 12);
        facts.getChildren().remove(note);
        getChildren().remove(note);
        if (now) {
            getChildren().add(note);
        } else {
            facts.getChildren().add(2, note);
        }
        setSpacing(now ? 8 : 12);
        double height = now ? COMPACT_HEIGHT : HEIGHT;
        setMinHeight(height);
        setPrefHeight(height);
        pseudoClassStateChanged(COMPACT, now);
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
        margin.value(shortMargin(target.margin(value), unit)).status(met ? Status.NEUTRAL : Status.DANGER);
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
        showUnjudged(value, unit, history, Optional.empty(), "No target");
    }

    /// A throughput below its target though no more was asked for: nobody's failure.
    public void showNotOffered(double value, Target bound, String unit, double[] history) {
        showUnjudged(value, unit, history, Optional.of(bound), "Less offered");
    }

    private void showUnjudged(double value, String unit, double[] history, Optional<Target> bound, String why) {
        FxThread.require();
        reading(Formats.quantity(value, unit));
        verdict(Status.NEUTRAL, why);
        target.value(bound.map(wanted -> shortTarget(wanted, unit)).orElse(Formats.NONE));
        margin.value(Formats.NONE).status(Status.NEUTRAL);
        gauge.clear();
        this.history.show(history, Status.ACCENT);
        note("");
        setAccessibleText(title + " " + number.getText() + " " + this.unit.getText() + ", " + why.toLowerCase(Locale.ROOT));
    }

    /// Keeps the last reading, muted, and says how old it is.
    public void showStale(Duration age) {
        FxThread.require();
        pseudoClassStateChanged(STALE, true);
        verdict(Status.NEUTRAL, "Stale");
        verdict.icon(Feather.CLOCK);
        margin.key("Read").value(Formats.ago(age)).status(Status.NEUTRAL);
        setAccessibleText(title + " " + number.getText() + " " + unit.getText() + ", " + Formats.ago(age));
    }

    private void reading(Formats.Quantity quantity) {
        pseudoClassStateChanged(STALE, false);
        margin.key(MARGIN);
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

    /// Without a unit where the number alone leaves its name little room; the unit stands under the gauge's number.
    private static String shortMargin(double margin, String unit) {
        Formats.Quantity quantity = Formats.quantity(margin, unit);
        boolean points = unit.equals("percent") || unit.equals("%");
        return !points && quantity.toString().length() > 8 ? quantity.number() : Formats.margin(margin, unit);
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
