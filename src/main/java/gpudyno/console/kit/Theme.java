package gpudyno.console.kit;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Scene;

/// Dark or light. A theme belongs to a scene, so two windows may differ.
public enum Theme {
    DARK(new PrimerDark().getUserAgentStylesheet()),
    LIGHT(new PrimerLight().getUserAgentStylesheet());

    private final String base;

    Theme(String base) {
        this.base = base;
    }

    public Palette palette() {
        return this == DARK ? Palette.DARK : Palette.LIGHT;
    }

    public Theme other() {
        return this == DARK ? LIGHT : DARK;
    }

    /// Dresses a scene; its nodes and canvases follow. Style sheets a page added stay.
    public static void apply(Scene scene, Theme theme) {
        FxThread.require();
        Fonts.register();
        scene.setUserAgentStylesheet(theme.base);
        scene.getStylesheets().removeAll(sheet("dark"), sheet("light"), sheet("kit"), sheet("controls"));
        scene.getStylesheets().addAll(0, List.of(sheet(theme.name().toLowerCase(Locale.ROOT)), sheet("controls"), sheet("kit")));
        property(scene).set(theme);
    }

    /// The theme a node wears: its scene's, dark while it has none.
    public static ObservableValue<Theme> of(Node node) {
        return node.sceneProperty().flatMap(Theme::property).orElse(DARK);
    }

    /// Calls `redraw` now and whenever the node's theme changes, for as long as the node lives.
    public static void onChange(Node node, Consumer<Palette> redraw) {
        ObservableValue<Theme> theme = of(node);
        theme.addListener((_, _, now) -> redraw.accept(now.palette()));
        redraw.accept(theme.getValue().palette());
    }

    /// A scene's theme, kept in the scene itself so that it lives as long.
    private static SceneTheme property(Scene scene) {
        return (SceneTheme) scene.getProperties().computeIfAbsent(SceneTheme.class, _ -> new SceneTheme());
    }

    private static String sheet(String name) {
        return Objects.requireNonNull(Theme.class.getResource("/gpudyno/console/" + name + ".css"), name).toExternalForm();
    }

    private static final class SceneTheme extends SimpleObjectProperty<Theme> {
        private SceneTheme() {
            super(DARK);
        }
    }
}
