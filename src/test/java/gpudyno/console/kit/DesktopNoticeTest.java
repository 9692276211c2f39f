package gpudyno.console.kit;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.node.Event.Severity;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.stage.Window;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DesktopNoticeTest extends FxTest {
    private final AtomicInteger opened = new AtomicInteger();
    private final HBox statusBar = new HBox();
    private Overlay overlay;

    @BeforeEach
    void open() {
        overlay = show(() -> {
            BorderPane page = new BorderPane();
            statusBar.getStyleClass().add("status-bar");
            page.setBottom(statusBar);
            return new Overlay(page);
        });
    }

    private Window window() {
        return overlay.getScene().getWindow();
    }

    private void fires(Severity severity, String title) {
        on(() -> DesktopNotice.fires(window(), severity, title, "bench: memory.percent = 97", opened::incrementAndGet));
    }

    @Test
    void anAlertIsALineOverTheStatusBarThatCoversNoControl() {
        fires(Severity.CRITICAL, "Memory almost full");
        Node toast = on(() -> overlay.lookup(".toast"));
        assertThat(words(toast)).contains("Memory almost full", "memory is 97 %");
        Bounds bar = statusBar.localToScene(statusBar.getLayoutBounds());
        assertThat(toast.localToScene(toast.getLayoutBounds()).getMinY()).isGreaterThanOrEqualTo(bar.getMinY());
        assertThat(Window.getWindows()).hasSize(1);
        robot.clickOn("Show");
        assertThat(opened).hasValue(1);
        assertThat(overlay.lookup(".toast")).isNull();
    }

    @Test
    void theNewestIsInFrontAndTheOthersWaitBehindIt() {
        fires(Severity.CRITICAL, "First");
        on(() -> overlay.done("Applied 5 knobs", opened::incrementAndGet));
        assertThat(words(on(() -> overlay.lookup(".toast")))).contains("Applied 5 knobs", "+1");
        robot.clickOn("Undo");
        assertThat(words(on(() -> overlay.lookup(".toast")))).contains("First").doesNotContain("+");
    }
}
