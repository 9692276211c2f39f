package gpudyno.console.history;

import gpudyno.console.chart.SpanLanes;
import javafx.event.EventType;
import javafx.geometry.Point2D;
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
        // An event that comes from nowhere is told where it is in the scene.
        Point2D at = canvas.localToScene(canvas.getWidth() * share, 150);
        Node target = canvas;
        target.fireEvent(new MouseEvent(type, at.getX(), at.getY(), at.getX(), at.getY(), MouseButton.PRIMARY, 1, shift, false, false,
                false, true, false, false, false,
                false, false, null));
    }
}
