package gpudyno.console.kit;

import javafx.geometry.Insets;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;

/// A thin horizontal bar of a share, 4 px high unless styled otherwise, with an optional white tick such as a cap.
public final class MeterBar extends Region {
    private final Region fill = new Region();
    private final Region tick = new Region();
    private double share;
    private double tickAt = Double.NaN;

    public MeterBar() {
        getStyleClass().add("meter-bar");
        fill.getStyleClass().add("meter-bar-fill");
        tick.getStyleClass().add("meter-bar-tick");
        tick.setVisible(false);
        setAccessibleRole(AccessibleRole.PROGRESS_INDICATOR);
        getChildren().addAll(fill, tick);
        Status.ACCENT.on(this);
    }

    public MeterBar(double share, Status status) {
        this();
        show(share, status);
    }

    /// @param share 0 to 1; what lies outside is drawn as empty or full
    public void show(double share, Status status) {
        FxThread.require();
        this.share = Math.clamp(share, 0, 1);
        status.on(this);
        setAccessibleText(Math.round(this.share * 100) + " %");
        requestLayout();
    }

    /// Six pixels high, for the big value cards.
    public MeterBar thick() {
        getStyleClass().add("thick");
        return this;
    }

    /// Puts the white tick at a share.
    public MeterBar tick(double at) {
        tickAt = Math.clamp(at, 0, 1);
        tick.setVisible(true);
        requestLayout();
        return this;
    }

    @Override
    protected void layoutChildren() {
        Insets insets = getInsets();
        double width = getWidth() - insets.getLeft() - insets.getRight();
        double height = getHeight() - insets.getTop() - insets.getBottom();
        // A share above nothing is never drawn as nothing.
        double filled = share == 0 ? 0 : Math.max(2, snapSizeX(width * share));
        fill.resizeRelocate(insets.getLeft(), insets.getTop(), filled, height);
        if (tick.isVisible()) {
            tick.resizeRelocate(insets.getLeft() + snapPositionX(width * tickAt) - 1, insets.getTop() - 3, 2, height + 6);
        }
    }
}
