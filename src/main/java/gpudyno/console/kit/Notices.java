package gpudyno.console.kit;

import java.util.ArrayList;
import java.util.List;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.layout.StackPane;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// What a person is told in passing, one line at a time, over the status bar at the window's foot: the one place without a control to cover.
/// The newest is in front; its time begins when it is, and those behind it wait.
final class Notices extends StackPane {
    /// More are not read by anyone; the oldest goes first.
    private static final int MOST = 20;

    private final List<Toast> waiting = new ArrayList<>();

    Notices() {
        getStyleClass().add("toasts");
        setAlignment(Pos.BOTTOM_CENTER);
        setPickOnBounds(false);
    }

    /// @param act what can be done about it; null for nothing
    /// @param time how long it is in front
    void tell(Toast.Words words, Toast.@Nullable Act act, Duration time) {
        FxThread.require();
        Toast[] self = new Toast[1];
        Runnable close = () -> {
            waiting.remove(self[0]);
            showNewest();
        };
        PauseTransition life = new PauseTransition(time);
        life.setOnFinished(_ -> close.run());
        Toast toast = new Toast(words, act, close, life);
        self[0] = toast;
        if (waiting.size() == MOST) {
            waiting.removeFirst();
        }
        waiting.add(toast);
        showNewest();
    }

    private void showNewest() {
        if (waiting.isEmpty()) {
            getChildren().clear();
            return;
        }
        Toast newest = waiting.getLast();
        waiting.forEach(toast -> toast.inFront(toast == newest));
        newest.behind(waiting.size() - 1);
        if (getChildren().isEmpty() || getChildren().getFirst() != newest) {
            getChildren().setAll(newest);
        }
    }
}
