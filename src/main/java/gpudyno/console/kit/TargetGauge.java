package gpudyno.console.kit;

import eu.hansolo.tilesfx.Tile;
import eu.hansolo.tilesfx.skins.TileSkin;
import gpudyno.model.target.Target;
import gpudyno.model.target.Target.Comparison;
import javafx.scene.control.Skin;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Arc;
import javafx.scene.shape.ArcType;
import javafx.scene.shape.Line;
import javafx.scene.shape.StrokeLineCap;

/// The target tile's gauge: 240 degrees, an arc of the value, a tick at the target and a thin red arc over the range that fails. A TilesFX
/// tile with a skin of our own: the tile holds value, range and threshold.
final class TargetGauge extends Tile {
    static final double WIDTH = 92;
    static final double HEIGHT = 76;

    /// Angles in degrees, anticlockwise from three o'clock, as JavaFX draws arcs.
    private static final double START = 210;
    private static final double SWEEP = 240;
    private static final double RADIUS = 39;
    private static final double CENTER_X = WIDTH / 2;
    private static final double CENTER_Y = 48;

    private Comparison comparison = Comparison.AT_MOST;
    private boolean known;
    private Status status = Status.NEUTRAL;

    TargetGauge() {
        setAnimated(false);
        // It is read, not used: no stop of Tab.
        setFocusTraversable(false);
        setMinSize(WIDTH, HEIGHT);
        setPrefSize(WIDTH, HEIGHT);
        setMaxSize(WIDTH, HEIGHT);
    }

    /// @param full the value at the end of the arc; the arc begins at 0
    void show(double value, Target target, double full, Status status) {
        this.comparison = target.comparison();
        this.status = status;
        known = true;
        setMinValue(0);
        setMaxValue(full);
        setThreshold(target.bound());
        setValue(Math.clamp(value, 0, full));
        draw();
    }

    /// The track alone.
    void clear() {
        known = false;
        draw();
    }

    private void draw() {
        if (getSkin() instanceof GaugeSkin skin) {
            skin.draw();
        }
    }

    @Override
    protected Skin<?> createDefaultSkin() {
        return new GaugeSkin(this);
    }

    @Override
    public String getUserAgentStylesheet() {
        return "";
    }

    /// Extends [TileSkin] because a tile casts its skin to it; of that class nothing is drawn. Its overridden hooks are called from its
    /// constructor, before the arcs exist, so they are empty and the gauge draws when its tile says so.
    private static final class GaugeSkin extends TileSkin {
        private final TargetGauge gauge;
        private final Arc track = arc("gauge-track", RADIUS);
        private final Arc reading = arc("gauge-value", RADIUS);
        private final Arc failing = arc("gauge-failing", RADIUS + 6);
        private final Line tick = new Line();

        private GaugeSkin(TargetGauge gauge) {
            super(gauge);
            this.gauge = gauge;
            track.setStartAngle(START);
            track.setLength(-SWEEP);
            tick.getStyleClass().add("gauge-tick");
            getChildren().add(new Pane(track, failing, reading, tick));
            draw();
        }

        private static Arc arc(String style, double radius) {
            Arc arc = new Arc(CENTER_X, CENTER_Y, radius, radius, START, 0);
            arc.setType(ArcType.OPEN);
            arc.setStrokeLineCap(StrokeLineCap.BUTT);
            arc.getStyleClass().add(style);
            return arc;
        }

        private void draw() {
            boolean shown = gauge.known;
            reading.setVisible(shown);
            failing.setVisible(shown);
            tick.setVisible(shown);
            if (!shown) {
                return;
            }
            double bound = Math.clamp(gauge.getThreshold() / gauge.getMaxValue(), 0, 1);
            gauge.status.on(reading);
            reading.setLength(-SWEEP * gauge.getValue() / gauge.getMaxValue());
            boolean lowFails = gauge.comparison == Comparison.AT_LEAST;
            failing.setStartAngle(lowFails ? START : START - SWEEP * bound);
            failing.setLength(-SWEEP * (lowFails ? bound : 1 - bound));
            double angle = Math.toRadians(START - SWEEP * bound);
            tick.setStartX(CENTER_X + (RADIUS - 6) * Math.cos(angle));
            tick.setStartY(CENTER_Y - (RADIUS - 6) * Math.sin(angle));
            tick.setEndX(CENTER_X + (RADIUS + 7) * Math.cos(angle));
            tick.setEndY(CENTER_Y - (RADIUS + 7) * Math.sin(angle));
        }

        @Override
        protected void initGraphics() {
        }

        @Override
        protected void registerListeners() {
        }

        @Override
        protected void handleEvents(String event) {
        }

        @Override
        protected void handleCurrentValue(double value) {
        }

        @Override
        protected void resize() {
        }

        @Override
        protected void redraw() {
        }

        @Override
        protected double computePrefWidth(double height, double top, double right, double bottom, double left) {
            return WIDTH;
        }

        @Override
        protected double computePrefHeight(double width, double top, double right, double bottom, double left) {
            return HEIGHT;
        }
    }
}
