package gpudyno.console.kit;

import javafx.scene.shape.Circle;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/// Icons and dots; their colour comes from the style sheet.
public final class Icons {
    private Icons() {
    }

    /// A 16 px icon.
    public static FontIcon of(Ikon icon) {
        return of(icon, 16);
    }

    public static FontIcon of(Ikon icon, int size) {
        FontIcon node = new FontIcon(icon);
        node.setIconSize(size);
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
