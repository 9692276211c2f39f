package gpudyno.console.kit;

import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// Text in the design's few voices.
public final class Labels {
    private Labels() {
    }

    /// 11 px muted: captions, units, axes.
    public static Label caption(String text) {
        return styled(text, "caption");
    }

    /// 12 px muted.
    public static Label muted(String text) {
        return styled(text, "muted");
    }

    /// 12 px.
    public static Label plain(String text) {
        return styled(text, "plain");
    }

    /// 13 px: body text.
    public static Label body(String text) {
        return styled(text, "body");
    }

    /// 13 px semi-bold: titles of panels and items.
    public static Label title(String text) {
        return styled(text, "title");
    }

    /// 20 px semi-bold: a page that greets.
    public static Label heading(String text) {
        return styled(text, "heading");
    }

    /// 16 px semi-bold: titles of large cards.
    public static Label cardTitle(String text) {
        return styled(text, "card-title");
    }

    /// 12 px semi-bold: values.
    public static Label strong(String text) {
        return styled(text, "strong");
    }

    /// 11 px mono: ids, expressions, knob values.
    public static Label mono(String text) {
        return styled(text, "mono");
    }

    /// Takes what is left of a row.
    public static Region spacer() {
        Region spacer = new Region();
        HBox.setHgrow(spacer, Priority.ALWAYS);
        return spacer;
    }

    static Label styled(String text, String... styles) {
        Label label = new Label(text);
        label.getStyleClass().addAll(styles);
        return label;
    }
}
