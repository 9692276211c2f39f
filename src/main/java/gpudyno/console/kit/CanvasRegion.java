package gpudyno.console.kit;

import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;

/// A region that is one canvas of its size, drawn anew when its size or the theme changes. JavaFX thread.
public abstract class CanvasRegion extends Region {
    private final Canvas canvas = new Canvas();

    @SuppressWarnings("this-escape") // Region's own list of children; nothing of a subclass runs
    protected CanvasRegion() {
        getChildren().add(canvas);
    }

    /// Draws for the first time and from then on; called at the end of the constructor, when there is something to draw.
    protected final void begin() {
        Theme.onChange(this, _ -> redraw());
    }

    protected final Canvas canvas() {
        return canvas;
    }

    @Override
    protected final void layoutChildren() {
        canvas.setWidth(getWidth());
        canvas.setHeight(getHeight());
        redraw();
    }

    /// Clears and draws.
    protected final void redraw() {
        GraphicsContext g = canvas.getGraphicsContext2D();
        g.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        draw(g, Theme.of(this).getValue().palette());
    }

    /// Draws on a cleared canvas; does nothing where there is no room.
    protected abstract void draw(GraphicsContext g, Palette palette);
}
