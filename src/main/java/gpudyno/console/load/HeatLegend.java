package gpudyno.console.load;

import gpudyno.console.kit.CanvasRegion;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.Palette;
import javafx.geometry.Pos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.HBox;

/// The heat map's ramp, from few to many.
final class HeatLegend extends HBox {
    HeatLegend() {
        super(6, Labels.caption("few"), new Ramp(), Labels.caption("many"));
        setAlignment(Pos.CENTER_LEFT);
        setMinWidth(USE_PREF_SIZE);
    }

    private static final class Ramp extends CanvasRegion {
        private Ramp() {
            setMinSize(56, 8);
            setMaxSize(56, 8);
            begin();
        }

        @Override
        protected void draw(GraphicsContext g, Palette palette) {
            int steps = palette.heat().size();
            for (int i = 0; i < steps; i++) {
                g.setFill(palette.heat().get(i));
                g.fillRect(i * getWidth() / steps, 0, getWidth() / steps + 0.5, getHeight());
            }
        }
    }
}
