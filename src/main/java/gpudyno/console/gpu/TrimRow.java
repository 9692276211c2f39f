package gpudyno.console.gpu;

import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Labels;
import gpudyno.model.memory.MemoryAction;
import gpudyno.model.memory.MemoryProfile;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.MemoryMeters;
import gpudyno.node.MemoryCare;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// Gives back what the node's own backend holds of a device and does not use; says before what that frees and how long it takes.
final class TrimRow extends HBox {
    private final Label predicted = Labels.caption("");
    private final ActionButton trim;
    private String device = "";
    private String place = "";
    private String away = "";
    private String reason = "";

    /// What is to be trimmed.
    ///
    /// @param place what the device is called
    /// @param predicted what it frees and how long it takes, in words
    record Wanted(String device, String place, String predicted) {}

    /// Takes what is to be trimmed, and what to run once that begins and ends.
    interface Trimming {
        void trim(Wanted wanted, Runnable started, Runnable done);
    }

    TrimRow(Trimming trimming) {
        super(8);
        setAlignment(Pos.CENTER_LEFT);
        trim = Buttons.plain("Trim now", () -> trimming.trim(new Wanted(device, place, predicted.getText()), () -> busy(true),
                () -> busy(false)));
        predicted.setWrapText(true);
        predicted.setMinHeight(USE_PREF_SIZE);
        VBox words = new VBox(1, Labels.strong("Trim memory"), predicted);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        getChildren().addAll(words, trim);
    }

    private void busy(boolean now) {
        trim.busy(now);
    }

    void away(String why) {
        away = why;
        judge();
    }

    /// @param called what the device is called
    void show(String id, String called, Optional<MemoryCare.Board> board, Optional<Frame> latest) {
        device = id;
        place = called;
        Optional<MemoryProfile> profile = board.flatMap(
                told -> told.profiles().stream().filter(one -> one.device().equals(id) && one.backend() != null).findFirst());
        reason = profile.isPresent() ? "" : "Nothing of this node holds memory of " + called;
        predicted.setText(profile.map(one -> frees(one, latest) + ", " + pause(board.map(MemoryCare.Board::actions).orElse(List.of())))
                .orElse("nothing of this node is on it"));
        judge();
    }

    private void judge() {
        String why = away.isEmpty() ? reason : away;
        trim.unavailable(why.isEmpty() ? null : why);
    }

    /// By the last frame; by what the node told of it where the frame does not say.
    private static String frees(MemoryProfile profile, Optional<Frame> latest) {
        double idle = latest.map(frame -> frame.gauge(MemoryMeters.RESERVED.series(profile.device()))
                - frame.gauge(MemoryMeters.ALLOCATED.series(profile.device()))).filter(known -> !known.isNaN())
                .orElse((double) profile.idle());
        return idle > 0 ? "frees up to " + Formats.bytes(idle) : "how much it frees is not known";
    }

    /// As long as the last one took.
    private static String pause(List<MemoryAction> actions) {
        return actions.stream().filter(action -> action.failure() == null && action.pauseMillis() > 0).findFirst()
                .map(action -> "pauses about " + Formats.span(Duration.ofMillis(Math.max(1, Math.round(action.pauseMillis())))))
                .orElse("pauses for a moment");
    }
}
