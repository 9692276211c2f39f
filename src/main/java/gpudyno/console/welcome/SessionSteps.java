package gpudyno.console.welcome;

import gpudyno.console.kit.Labels;
import gpudyno.console.kit.Panel;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.shape.SVGPath;

/// The four steps of a tuning session, each as a small drawing with a sentence.
final class SessionSteps {
    private static final double HEIGHT = 46;
    private static final double WIDTH = 230;

    /// A part of a drawing.
    ///
    /// @param style its colour, by a class of the style sheet
    private record Stroke(String path, String style) {}

    private SessionSteps() {
    }

    static Panel make() {
        HBox steps = new HBox(
                step("1", "Baseline", "", List.of(
                        new Stroke("M2 8H10M14 8H22M26 8H34M38 8H46M50 8H58M62 8H70M74 8H82M86 8H94M98 8H106", "step-target"),
                        new Stroke(
                                "M2 28L8 22L14 30L20 18L26 26L32 16L38 28L44 20L50 32L56 19L62 25L68 15L74 27L80 21L86 31L92 18L98 26L106 22",
                                "step-line")),
                        "The load grows until the settings as they stand miss a target."),
                step("2", "Search", "", List.of(
                        new Stroke(dots(8, 30, 18, 18, 26, 34, 40, 22, 52, 32, 64, 14, 76, 24, 88, 34), "step-good"),
                        new Stroke("M28 6L34 12M34 6L28 12M68 30L74 36M74 30L68 36", "step-bad"),
                        new Stroke("M90 10a6 6 0 1 0 12 0a6 6 0 1 0 -12 0", "step-ring"), new Stroke(dots(96, 10), "step-fill")),
                        "Trials with other settings; one that misses a target by far is stopped at once."),
                step("3", "Verify", "", List.of(new Stroke("M4 8H22V38H4ZM88 10H106V38H88Z", "step-neutral"),
                        new Stroke("M32 22H50V38H32ZM60 24H78V38H60Z", "step-fill"),
                        new Stroke("M13 2V14M97 4V16M41 16V28M69 18V30", "step-line")),
                        "Baseline and best again, in turn, with 95 % intervals."),
                step("4", "Apply or roll back", "you decide", List.of(
                        new Stroke("M4 10H52V34H4Z", "step-apply"), new Stroke("M16 22L24 28L40 16", "step-check"),
                        new Stroke("M76 14L68 20L76 26M68 20H88A7 7 0 0 1 88 34H82", "step-line")),
                        "Nothing is applied that did not win."));
        steps.getStyleClass().add("steps");
        Panel panel = new Panel("What a tuning session does").flush(steps);
        panel.trailing(Labels.muted("A crash or a lost console rolls back at the next start. “No better than baseline” is a result."));
        return panel;
    }

    /// Filled circles around points.
    private static String dots(double... at) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < at.length; i += 2) {
            path.append('M').append(at[i] - 2.5).append(' ').append(at[i + 1]).append("a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0");
        }
        return path.toString();
    }

    private static VBox step(String number, String name, String when, List<Stroke> drawing, String sentence) {
        Label circle = new Label(number);
        circle.getStyleClass().add("step-number");
        HBox head = new HBox(8, circle, Labels.title(name), Labels.spacer(), Labels.muted(when));
        head.setAlignment(Pos.CENTER_LEFT);
        Pane picture = new Pane();
        for (Stroke stroke : drawing) {
            SVGPath path = new SVGPath();
            path.setContent(stroke.path);
            path.getStyleClass().add(stroke.style);
            picture.getChildren().add(path);
        }
        picture.setMinHeight(HEIGHT);
        picture.setPrefHeight(HEIGHT);
        Label words = Labels.caption(sentence);
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        VBox step = new VBox(8, head, picture, words);
        step.getStyleClass().add("step");
        step.setMinWidth(0);
        step.setPrefWidth(WIDTH);
        HBox.setHgrow(step, Priority.ALWAYS);
        return step;
    }
}
