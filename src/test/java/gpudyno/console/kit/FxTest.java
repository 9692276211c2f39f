package gpudyno.console.kit;

import gpudyno.console.frame.ConsoleWindow;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javafx.scene.Group;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// A test with a window, on the headless platform. The window stands at (0, 0) and is smaller than the headless screen, since the robot
/// misses what lies outside.
public abstract class FxTest {
    static {
        // A busy machine is slow, not wrong.
        org.awaitility.Awaitility.setDefaultTimeout(java.time.Duration.ofSeconds(40));
    }

    protected final FxRobot robot = new FxRobot();
    private Stage stage;

    @BeforeEach
    final void openWindow() throws Exception {
        stage = FxToolkit.registerPrimaryStage();
        WaitForAsyncUtils.clearExceptions();
    }

    /// Fails the test for what was thrown on the JavaFX thread meanwhile.
    @AfterEach
    final void closeWindow() throws Throwable {
        on(this::endContent);
        FxToolkit.hideStage();
        WaitForAsyncUtils.checkException();
    }

    /// All tests share one window: what it showed ends with its test, and is not held by it.
    private void endContent() {
        Scene scene = stage.getScene();
        if (scene != null) {
            if (scene.getRoot() instanceof ConsoleWindow window) {
                window.close();
            }
            scene.setRoot(new Group());
        }
    }

    /// Shows what `content` makes, in the dark theme, and gives it back.
    protected final <P extends Parent> P show(Supplier<P> content) {
        return show(content, 800, 600);
    }

    /// In a window of its own size, at most 1000 pixels each way.
    protected final <P extends Parent> P show(Supplier<P> content, double width, double height) {
        P shown = on(() -> {
            P made = content.get();
            Scene scene = new Scene(made, width, height);
            Theme.apply(scene, Theme.DARK);
            stage.setScene(scene);
            // An earlier test may have given the window another size.
            stage.sizeToScene();
            stage.setX(0);
            stage.setY(0);
            stage.show();
            return made;
        });
        settle();
        return shown;
    }

    /// Runs on the JavaFX thread and waits; what it throws, this throws.
    protected static <T> T on(Callable<T> action) {
        return WaitForAsyncUtils.waitForAsyncFx(TimeUnit.SECONDS.toMillis(40), action);
    }

    protected static void on(Runnable action) {
        on(() -> {
            action.run();
            return true;
        });
        settle();
    }

    protected static void settle() {
        WaitForAsyncUtils.waitForFxEvents();
    }

    /// The words of all visible labels and buttons under a node, in order.
    protected static String words(Node node) {
        StringBuilder words = new StringBuilder();
        collect(node, words);
        return words.toString().strip();
    }

    private static void collect(Node node, StringBuilder words) {
        if (!node.isVisible()) {
            return;
        }
        if (node instanceof Labeled labeled && labeled.getText() != null) {
            words.append(labeled.getText()).append(' ');
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, words));
        }
    }
}
