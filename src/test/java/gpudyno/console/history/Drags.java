package gpudyno.console.history;

import gpudyno.console.chart.SpanLanes;
import javafx.event.EventType;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.canvas.Canvas;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;

/// A mouse that drags over a time line.
final class Drags {
    private Drags() {
    }

    /// @param from share of the width, as `to`
    static void over(Parent page, double from, double to, boolean shift) {
        Parent lanes = (Parent) page.lookupAll("*").stream().filter(SpanLanes.class::isInstance).findFirst().orElseThrow();
        Canvas canvas = (Canvas) lanes.getChildrenUnmodifiable().stream().filter(Canvas.class::isInstance).findFirst().orElseThrow();
        fire(canvas, MouseEvent.MOUSE_PRESSED, from, shift);
        fire(canvas, MouseEvent.MOUSE_DRAGGED, to, shift);
        fire(canvas, MouseEvent.MOUSE_RELEASED, to, shift);
    }

    private static void fire(Canvas canvas, EventType<MouseEvent> type, double share, boolean shift) {
        double x = canvas.getWidth() * share;
        Node target = canvas;
        target.fireEvent(new MouseEvent(type, x, 150, x, 150, MouseButton.PRIMARY, 1, shift, false, false, false, true, false, false, false,
                false, false, null));
    }
}
