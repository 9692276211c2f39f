package gpudyno.console.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import javafx.collections.FXCollections;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import javafx.stage.PopupWindow;
import javafx.stage.Window;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A popup is a window of its own. Where the desktop draws no transparency, whatever it does not paint itself is white.
class PopupTest extends FxTest {
    @ParameterizedTest
    @EnumSource(Theme.class)
    void popupsPaintTheirWholeWindow(Theme theme) {
        ComboBox<String> choice = on(() -> new ComboBox<>(FXCollections.observableArrayList("english", "questions")));
        ActionMenu actions = on(() -> new ActionMenu("Export").item("As CSV", () -> {}).item("As JSON", () -> {}));
        Label label = on(() -> new Label("here"));
        show(() -> new StackPane(label, choice, actions));
        on(() -> Theme.apply(label.getScene(), theme));
        on(choice::show);
        assertPaintsAll("the list of a choice");
        on(choice::hide);
        on(actions::show);
        assertPaintsAll("the menu of a button");
        on(actions::hide);
        ContextMenu menu = on(() -> new ContextMenu(new MenuItem("Copy row"), new Menu("More", null, new MenuItem("Detach"))));
        on(() -> menu.show(label, 40, 40));
        assertPaintsAll("a context menu");
        on(menu::hide);
        Tooltip tooltip = on(() -> new Tooltip("Trim is off: the node is not connected"));
        on(() -> tooltip.show(label, 40, 40));
        assertPaintsAll("a tooltip");
        on(tooltip::hide);
    }

    private static void assertPaintsAll(String what) {
        await().until(() -> on(() -> !popups().isEmpty() && popups().stream().allMatch(popup -> popup.getWidth() > 20)));
        settle();
        for (PopupWindow popup : on(PopupTest::popups)) {
            long bare = on(() -> {
                popup.getScene().setFill(Color.MAGENTA);
                WritableImage picture = popup.getScene().snapshot(null);
                long count = 0;
                for (int y = 0; y < picture.getHeight(); y++) {
                    for (int x = 0; x < picture.getWidth(); x++) {
                        count += picture.getPixelReader().getColor(x, y).equals(Color.MAGENTA) ? 1 : 0;
                    }
                }
                return count;
            });
            assertThat(bare).as("pixels that %s leaves to the desktop", what).isZero();
        }
    }

    private static List<PopupWindow> popups() {
        return Window.getWindows().stream().filter(PopupWindow.class::isInstance).map(PopupWindow.class::cast).filter(Window::isShowing)
                .toList();
    }
}
