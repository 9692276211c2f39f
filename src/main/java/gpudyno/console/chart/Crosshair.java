package gpudyno.console.chart;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import org.jspecify.annotations.Nullable;

/// The one moment all charts of a page point at.
public final class Crosshair {
    private final List<Runnable> observers = new ArrayList<>();
    private @Nullable Long time;
    private @Nullable Node over;

    /// @param moment epoch milliseconds, or null when no chart is pointed at
    /// @param chart the chart under the pointer, which shows the tooltip
    void point(@Nullable Long moment, @Nullable Node chart) {
        time = moment;
        over = chart;
        observers.forEach(Runnable::run);
    }

    @Nullable
    Long time() {
        return time;
    }

    boolean isOver(Node chart) {
        return chart.equals(over);
    }

    void onMove(Runnable observer) {
        observers.add(observer);
    }
}
