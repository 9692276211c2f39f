package gpudyno.console.frame;

import java.util.Comparator;
import java.util.List;
import javafx.geometry.Rectangle2D;

/// Where a window stands so that all of it, its title bar included, can be seen.
public final class WindowPlace {
    private WindowPlace() {
    }

    /// The place nearest to the wanted one on the screen that holds most of it, no larger than that screen.
    ///
    /// @param wanted with its frame, in pixels; at `x` or `y` NaN it stands in the middle of the first screen
    /// @param screens what each screen has room for beside task bars, the first being the main one; at least one
    public static Rectangle2D on(Wanted wanted, List<Rectangle2D> screens) {
        if (screens.isEmpty()) {
            throw new IllegalArgumentException("a window needs a screen to stand on");
        }
        boolean placed = Double.isFinite(wanted.x) && Double.isFinite(wanted.y);
        Rectangle2D screen = placed
                ? screens.stream().max(Comparator.comparingDouble(one -> shared(wanted, one))).orElseThrow()
                : screens.getFirst();
        double width = Math.min(wanted.width, screen.getWidth());
        double height = Math.min(wanted.height, screen.getHeight());
        double x = placed ? wanted.x : screen.getMinX() + (screen.getWidth() - width) / 2;
        double y = placed ? wanted.y : screen.getMinY() + (screen.getHeight() - height) / 2;
        return new Rectangle2D(Math.clamp(x, screen.getMinX(), screen.getMaxX() - width),
                Math.clamp(y, screen.getMinY(), screen.getMaxY() - height), width, height);
    }

    /// Where a window is wanted.
    public record Wanted(double x, double y, double width, double height) {}

    /// How much of a screen a window covers; below zero where it covers nothing, the less the farther away it is.
    private static double shared(Wanted wanted, Rectangle2D screen) {
        double across = Math.min(wanted.x + wanted.width, screen.getMaxX()) - Math.max(wanted.x, screen.getMinX());
        double down = Math.min(wanted.y + wanted.height, screen.getMaxY()) - Math.max(wanted.y, screen.getMinY());
        return across > 0 && down > 0 ? across * down : Math.min(across, 0) + Math.min(down, 0);
    }
}
