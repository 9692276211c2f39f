package gpudyno.console.history;

import gpudyno.console.ScriptedNode;
import gpudyno.console.frame.ConsoleWindow;
import gpudyno.console.kit.DataTable;
import gpudyno.console.page.Kind;
import gpudyno.console.page.Period;
import gpudyno.console.page.TimeRange;
import gpudyno.console.screens.PageScreens;
import gpudyno.console.screens.Screen;
import gpudyno.model.knob.KnobSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.control.ToggleButton;

/// The History page in the whole window: of a node with sessions and runs, and of one on which little happened.
public final class HistoryScreens {
    private static final Duration SETTLE = Duration.ofSeconds(6);

    private HistoryScreens() {
    }

    public static List<Screen> all() {
        return List.of(new Screen("history", 1440, 900, SETTLE, _ -> compared(window(new KeptNode(Instant.now(), 6)))),
                new Screen("history-idle", 1440, 900, SETTLE, _ -> window(new ScriptedNode(false))),
                new Screen("history-overview", 1440, 900, SETTLE, _ -> opened(window(new KeptNode(Instant.now(), 6)))),
                new Screen("settings-kept", 1440, 900, SETTLE, _ -> kept(PageScreens.window("Settings", new ScriptedNode(true),
                        TimeRange.QUARTER))));
    }

    /// A past period on Overview.
    private static ConsoleWindow opened(ConsoleWindow window) {
        Instant end = Instant.now().minus(Duration.ofMinutes(90));
        new Timeline(new KeyFrame(javafx.util.Duration.seconds(3),
                _ -> window.bench().guide().lead(Kind.PERIOD, new Period(end.minus(Duration.ofMinutes(40)), end).id()))).play();
        return window;
    }

    /// What a node keeps, in Settings.
    private static ConsoleWindow kept(ConsoleWindow window) {
        new Timeline(new KeyFrame(javafx.util.Duration.seconds(2), _ -> window.lookupAll(".segment").stream().map(ToggleButton.class::cast)
                .filter(one -> one.getText().equals("History")).forEach(ToggleButton::fire))).play();
        return window;
    }

    /// With two periods chosen, and a version of the knobs.
    @SuppressWarnings("unchecked") // rows of the table of versions
    private static ConsoleWindow compared(ConsoleWindow window) {
        new Timeline(new KeyFrame(javafx.util.Duration.seconds(4), _ -> {
            Drags.over(window, 0.2, 0.45, false);
            Drags.over(window, 0.6, 0.72, true);
            window.lookupAll(".data-table").stream().map(node -> (DataTable<Object>) node)
                    .filter(table -> !table.rows().isEmpty() && table.rows().getFirst() instanceof KnobSet)
                    .forEach(table -> table.getSelectionModel().select(1));
        })).play();
        return window;
    }

    private static ConsoleWindow window(ScriptedNode node) {
        return PageScreens.window(HistoryPage.TITLE, node, TimeRange.QUARTER);
    }
}
