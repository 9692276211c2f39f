package gpudyno.console.gpu;

import gpudyno.console.kit.Chip;
import gpudyno.console.kit.EmptyState;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Icons;
import gpudyno.console.kit.InlineError;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.PageScroll;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.Status;
import gpudyno.model.gpu.Cause;
import java.util.List;
import java.util.stream.Collectors;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// Why the device was slow, full or gone in the period, in sentences, the latest first, each with the figures it rests on.
final class CausePanel {
    private static final double HEIGHT = 160;

    private final Panel panel = new Panel("Why");
    private final VBox rows = new VBox(10);
    private final PageScroll list = new PageScroll(rows);
    private @Nullable List<Cause> shown;

    CausePanel() {
        rows.setPadding(new Insets(12));
        list.setPrefHeight(HEIGHT);
        panel.content(new EmptyState("Reading what happened."));
    }

    Panel panel() {
        return panel;
    }

    /// @param range of the page, in words
    void show(List<Cause> causes, String range) {
        if (causes.equals(shown)) {
            return;
        }
        shown = List.copyOf(causes);
        if (causes.isEmpty()) {
            panel.trailing();
            panel.content(new EmptyState("Nothing made this device slow or full in " + range + "."));
            return;
        }
        panel.trailing(new Chip(Status.NEUTRAL, causes.size() == 1 ? "1 cause" : causes.size() + " causes"));
        rows.getChildren().setAll(causes.reversed().stream().<Node>map(CausePanel::row).toList());
        panel.flush(list);
    }

    void failed(String line, Runnable retry) {
        shown = null;
        panel.content(new InlineError("The causes could not be read", line, line, retry));
    }

    private static Node row(Cause cause) {
        Label sentence = Labels.plain(cause.sentence());
        sentence.setWrapText(true);
        sentence.setMinHeight(Label.USE_PREF_SIZE);
        String figures = cause.evidence().stream().map(one -> one.what() + " " + Formats.quantity(one.value(), one.unit()))
                .collect(Collectors.joining(", "));
        Label evidence = Labels.caption(figures);
        evidence.setWrapText(true);
        evidence.setMinHeight(Label.USE_PREF_SIZE);
        VBox words = new VBox(2, sentence, evidence);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox row = new HBox(8, Icons.of(icon(cause.topic()), 14, status(cause)), words);
        row.setAlignment(Pos.TOP_LEFT);
        row.setMinHeight(HBox.USE_PREF_SIZE);
        row.setAccessibleText(cause.sentence());
        return row;
    }

    private static Ikon icon(Cause.Topic topic) {
        return switch (topic) {
            case CLOCKS -> Feather.CLOCK;
            case MEMORY -> Feather.LAYERS;
            case LINK -> Feather.LINK;
            case ERRORS -> Feather.ALERT_TRIANGLE;
            case WORK -> Feather.ACTIVITY;
        };
    }

    private static Status status(Cause cause) {
        return switch (cause.severity()) {
            case INFO -> Status.ACCENT;
            case WARNING -> Status.WARNING;
            case CRITICAL -> Status.DANGER;
        };
    }
}
