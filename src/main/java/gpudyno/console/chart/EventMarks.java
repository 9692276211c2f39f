package gpudyno.console.chart;

import gpudyno.console.kit.AlertItem;
import gpudyno.console.kit.Palette;
import gpudyno.model.node.Event;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

/// What happened on the node, where it happened: a thin line with a head at the foot of the plot, and its words under the pointer.
final class EventMarks {
    private static final double REACH = 6;
    private static final double HEAD = 4;
    private static final int LONGEST = 64;
    private static final double WIDEST_LETTER = 7;

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
    Optional<String> words(TimeAxis axis, long pointed) {
        List<Event> near = events.stream().filter(event -> axis.holds(event.at().toEpochMilli()))
                .filter(event -> distance(axis, event, pointed) <= REACH).toList();
        return near.stream().min(Comparator.comparingDouble(event -> distance(axis, event, pointed)))
                .map(event -> shortened(event.text(), (int) (axis.width() / WIDEST_LETTER))
                        + (near.size() == 1 ? "" : " (+" + (near.size() - 1) + ")"));
    }

    private static double distance(TimeAxis axis, Event event, long pointed) {
        return Math.abs(axis.x(event.at().toEpochMilli()) - axis.x(pointed));
    }

    private static String shortened(String text, int room) {
        int longest = Math.clamp(room, 8, LONGEST);
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }

    /// The words at the foot of the line under the pointer, within the plot.
    void drawWords(GraphicsContext g, Palette palette, TimeAxis axis, double foot, long pointed) {
        words(axis, pointed).ifPresent(words -> {
            double most = axis.left() + axis.width() - LogTicks.width(g, words);
            double left = Math.clamp(axis.x(pointed) + 10, axis.left() + 4, Math.max(axis.left() + 4, most));
            LogTicks.label(g, palette, words, left, foot - 12, TextAlignment.LEFT);
        });
    }
}
