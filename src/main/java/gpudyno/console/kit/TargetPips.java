package gpudyno.console.kit;

import gpudyno.model.target.JudgedWindow.Outcome;
import gpudyno.model.target.Target;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.feather.Feather;

/// A small square for each target: a check where it is met, a cross where it is missed, empty where nothing can be said.
public final class TargetPips extends HBox {
    private static final double SIZE = 13;

    /// @param outcomes one for each target; empty squares where there are none
    public TargetPips(List<Target> targets, List<Outcome> outcomes) {
        super(3);
        setAlignment(Pos.CENTER_LEFT);
        setMinWidth(USE_PREF_SIZE);
        List<String> words = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            Outcome outcome = i < outcomes.size() ? outcomes.get(i) : Outcome.NOT_MEASURED;
            getChildren().add(pip(outcome));
            words.add(TargetWords.of(targets.get(i)) + ": " + said(outcome));
        }
        String all = String.join("\n", words);
        setAccessibleText(all);
        if (!targets.isEmpty()) {
            Tooltip.install(this, new Tooltip(all));
        }
    }

    private static StackPane pip(Outcome outcome) {
        StackPane pip = new StackPane();
        pip.getStyleClass().add("pip");
        pip.setMinSize(SIZE, SIZE);
        pip.setPrefSize(SIZE, SIZE);
        pip.setMaxSize(SIZE, SIZE);
        switch (outcome) {
            case MET -> {
                Status.SUCCESS.on(pip);
                pip.getChildren().add(Icons.of(Feather.CHECK, 10, Status.SUCCESS));
            }
            case MISSED -> {
                Status.DANGER.on(pip);
                pip.getChildren().add(Icons.of(Feather.X, 10, Status.DANGER));
            }
            case NOT_MEASURED, TOO_FEW_REQUESTS, NOT_OFFERED -> Status.NEUTRAL.on(pip);
        }
        return pip;
    }

    private static String said(Outcome outcome) {
        return switch (outcome) {
            case MET -> "met";
            case MISSED -> "missed";
            case NOT_MEASURED -> "not measured";
            case TOO_FEW_REQUESTS -> "too few requests";
            case NOT_OFFERED -> "less was offered";
        };
    }
}
