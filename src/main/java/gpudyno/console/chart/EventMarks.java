package gpudyno.console.chart;

import gpudyno.console.kit.AlertItem;
import gpudyno.console.kit.Palette;
import gpudyno.model.node.Event;
import java.util.List;
import java.util.Optional;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/// What happened on the node, where it happened: a thin line with a head at the foot of the plot, and its words under the pointer.
final class EventMarks {
    private static final double REACH = 6;
    private static final double HEAD = 4;
    private static final int LONGEST = 64;

    private final List<Event> events;

    EventMarks(List<Event> events) {
        this.events = List.copyOf(events);
    }

    /// @param height of the plot in pixels, below `top`
    void draw(GraphicsContext g, Palette palette, TimeAxis axis, double top, double height) {
        g.setLineWidth(1);
        g.setLineDashes();
        for (Event event : events) {
            if (!axis.holds(event.at().toEpochMilli())) {
                continue;
            }
            double x = Math.round(axis.x(event.at().toEpochMilli())) + 0.5;
            double foot = top + height;
            Color color = palette.of(AlertItem.status(event.severity()));
            g.setStroke(color.deriveColor(0, 1, 1, 0.45));
            g.strokeLine(x, top, x, foot);
            g.setFill(color);
            g.fillPolygon(new double[]{x - HEAD, x + HEAD, x}, new double[]{foot, foot, foot - 1.5 * HEAD}, 3);
        }
    }

    /// What happened nearest to a moment, within reach of the pointer there.
    Optional<String> words(TimeAxis axis, @Nullable Long pointed) {
        if (pointed == null) {
            return Optional.empty();
        }
        double x = axis.x(pointed);
        List<Event> near = events.stream().filter(event -> axis.holds(event.at().toEpochMilli()))
                .filter(event -> Math.abs(axis.x(event.at().toEpochMilli()) - x) <= REACH).toList();
        return near.stream().min((a, b) -> Double.compare(distance(axis, a, x), distance(axis, b, x)))
                .map(event -> shortened(event.text()) + (near.size() == 1 ? "" : " (+" + (near.size() - 1) + ")"));
    }

    /// The words beside the line under the pointer, on the side that has room.
    void drawWords(GraphicsContext g, Palette palette, TimeAxis axis, double foot, @Nullable Long pointed) {
        words(axis, pointed).ifPresent(words -> {
            double x = axis.x(pointed == null ? axis.from() : pointed);
            boolean left = x > axis.left() + axis.width() / 2;
            LogTicks.label(g, palette, words, left ? x - 10 : x + 10, foot - 12, left ? TextAlignment.RIGHT : TextAlignment.LEFT);
        });
    }

    private static double distance(TimeAxis axis, Event event, double x) {
        return Math.abs(axis.x(event.at().toEpochMilli()) - x);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
