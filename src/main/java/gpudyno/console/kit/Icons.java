package gpudyno.console.kit;

import java.util.Set;
import javafx.scene.shape.Circle;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/// Icons and dots; their colour comes from the style sheet.
public final class Icons {
    private static final Set<Integer> SIZES = Set.of(10, 12, 14, 16);

    private Icons() {
    }

    /// A 16 px icon.
    public static FontIcon of(Ikon icon) {
        return of(icon, 16);
    }

    /// @param size 10, 12, 14 or 16 pixels
    public static FontIcon of(Ikon icon, int size) {
        if (!SIZES.contains(size)) {
            throw new IllegalArgumentException("icon size " + size + ": 10, 12, 14 and 16 are allowed");
        }
        FontIcon node = new FontIcon(icon);
        // A class, because the base theme's size would win over the property.
        node.getStyleClass().add("icon-" + size);
        return node;
    }

    /// An icon in the colour of a status.
    public static FontIcon of(Ikon icon, int size, Status status) {
        FontIcon node = of(icon, size);
        status.on(node);
        return node;
    }

    /// A status dot; a word always stands beside it.
    public static Circle dot(double diameter, Status status) {
        Circle dot = new Circle(diameter / 2);
        dot.getStyleClass().add("dot");
        status.on(dot);
        return dot;
    }
}
