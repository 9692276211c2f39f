package gpudyno.console;

import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.NavItem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.event.ActionEvent;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.robot.Robot;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/// Presses keys and the mouse as a person without a plan does, mostly on what can be pressed. On the JavaFX thread, but for [#onScreen].
final class Monkey {
    private static final long STUCK_SECONDS = 30;
    private static final int REMEMBERED = 12;
    private static final double SCREEN = 1000;
    private static final double EDGE = 690;
    private static final List<KeyCode> KEYS = List.of(KeyCode.ENTER, KeyCode.SPACE, KeyCode.TAB, KeyCode.TAB, KeyCode.ESCAPE, KeyCode.UP,
            KeyCode.DOWN, KeyCode.LEFT, KeyCode.RIGHT, KeyCode.DELETE, KeyCode.BACK_SPACE, KeyCode.PAGE_UP, KeyCode.PAGE_DOWN, KeyCode.HOME,
            KeyCode.END, KeyCode.F1, KeyCode.F10, KeyCode.A, KeyCode.DIGIT5, KeyCode.PERIOD, KeyCode.COMMA, KeyCode.MINUS);
    private static final List<KeyCode> WITH_CONTROL = List.of(KeyCode.DIGIT1, KeyCode.DIGIT2, KeyCode.DIGIT3, KeyCode.DIGIT4,
            KeyCode.DIGIT5, KeyCode.DIGIT6, KeyCode.K, KeyCode.T, KeyCode.N, KeyCode.J, KeyCode.COMMA, KeyCode.A, KeyCode.C, KeyCode.V,
            KeyCode.X, KeyCode.Z, KeyCode.TAB);

    private final Scene scene;
    private final Random random;
    private final Robot robot = new Robot();
    private final Deque<String> last = new ArrayDeque<>();
    private final List<String> answered = new ArrayList<>();

    /// One event.
    ///
    /// @param focus what had the focus before it
    /// @param answered words of the buttons of dialogs that it pressed
    record Act(String words, @Nullable Node focus, List<String> answered) {
        boolean typesInto(Node field) {
            return field.equals(focus);
        }

        boolean confirms(Set<String> answers) {
            return answered.stream().anyMatch(answers::contains);
        }
    }

    Monkey(Parent window, Random random) {
        this.scene = window.getScene();
        this.random = random;
        window.addEventFilter(ActionEvent.ACTION, event -> {
            if (event.getTarget() instanceof ActionButton button && isInDialog(button)) {
                answered.add(button.getText());
            }
        });
    }

    private static boolean isInDialog(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (at.getStyleClass().contains("dialog-box")) {
                return true;
            }
        }
        return false;
    }

    /// Runs on the JavaFX thread and waits.
    static <T> T onScreen(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Platform.runLater(task);
        try {
            return task.get(STUCK_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("the JavaFX thread did not come back for " + STUCK_SECONDS + " s", e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    static void onScreen(Runnable work) {
        onScreen(() -> {
            work.run();
            return true;
        });
    }

    /// What was done lately, the last at the end.
    List<String> last() {
        return List.copyOf(last);
    }

    Act act() {
        // What opened just now has a place before the next frame is drawn.
        scene.getRoot().applyCss();
        scene.getRoot().layout();
        Node focus = scene.getFocusOwner();
        answered.clear();
        String words = switch (random.nextInt(10)) {
            case 0 -> clickAnywhere();
            case 1 -> typeWithControl();
            case 2, 3, 4 -> typeSomething();
            default -> clickSomething();
        };
        last.addLast(words);
        if (last.size() > REMEMBERED) {
            last.removeFirst();
        }
        return new Act(words, focus, List.copyOf(answered));
    }

    private String clickAnywhere() {
        double x = random.nextDouble(SCREEN);
        double y = random.nextDouble(SCREEN * 0.7);
        press(x, y);
        return "click at " + (int) x + ", " + (int) y;
    }

    private String typeWithControl() {
        KeyCode key = WITH_CONTROL.get(random.nextInt(WITH_CONTROL.size()));
        if ((key.isDigitKey() || key == KeyCode.T) && isTooDear()) {
            key = KeyCode.ESCAPE;
        }
        with(KeyCode.CONTROL, key);
        return "Ctrl+" + key;
    }

    /// Another page or theme is laid out anew as a whole, which takes as long as fifty other events: most such wishes are dropped.
    private boolean isTooDear() {
        return random.nextInt(4) > 0;
    }

    private String typeSomething() {
        KeyCode key = KEYS.get(random.nextInt(KEYS.size()));
        boolean shift = random.nextInt(6) == 0;
        if (shift) {
            with(KeyCode.SHIFT, key);
        } else {
            type(key);
        }
        return (shift ? "Shift+" : "") + key;
    }

    private void with(KeyCode held, KeyCode key) {
        robot.keyPress(held);
        type(key);
        robot.keyRelease(held);
    }

    void type(KeyCode key) {
        robot.keyPress(key);
        robot.keyRelease(key);
    }

    private String clickSomething() {
        List<Node> all = new ArrayList<>();
        for (Window window : List.copyOf(Window.getWindows())) {
            if (window.getScene() != null && window.isShowing()) {
                collect(window.getScene().getRoot(), all);
            }
        }
        if (all.isEmpty()) {
            return "nothing to click";
        }
        Node chosen = all.get(random.nextInt(all.size()));
        boolean dear = chosen instanceof NavItem || words(chosen).contains(" theme");
        if (dear && isTooDear()) {
            return "nothing";
        }
        click(chosen);
        return "click " + words(chosen);
    }

    private static void collect(Node node, List<Node> all) {
        if (!node.isVisible()) {
            return;
        }
        if (node instanceof Control || node.isFocusTraversable() || node.getOnMouseClicked() != null
                || node.getStyleClass().contains("menu-item")) {
            all.add(node);
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, all));
        }
    }

    private static String words(Node node) {
        String said = node instanceof Labeled labeled && labeled.getText() != null && !labeled.getText().isEmpty()
                ? labeled.getText()
                : String.valueOf(node.getAccessibleText());
        return node.getClass().getSimpleName() + " '" + said + "'";
    }

    /// Its middle, wherever that is on the screen.
    void click(Node node) {
        Bounds bounds = node.localToScreen(node.getLayoutBounds());
        if (bounds != null) {
            press(bounds.getCenterX(), bounds.getCenterY());
        }
    }

    private void press(double x, double y) {
        if (Window.getWindows().stream().noneMatch(window -> isOn(window, x, y))) {
            // The headless robot presses on windows alone.
            return;
        }
        robot.mouseMove(x, y);
        switch (random.nextInt(12)) {
            case 0 -> press(MouseButton.SECONDARY);
            case 1 -> {
                press(MouseButton.PRIMARY);
                press(MouseButton.PRIMARY);
            }
            case 2 -> robot.mouseWheel(random.nextInt(7) - 3);
            case 3 -> {
                robot.mousePress(MouseButton.PRIMARY);
                robot.mouseMove(Math.clamp(x + random.nextInt(120) - 60, 1, EDGE), Math.clamp(y + random.nextInt(60) - 30, 1, EDGE));
                robot.mouseRelease(MouseButton.PRIMARY);
            }
            default -> press(MouseButton.PRIMARY);
        }
    }

    private static boolean isOn(Window window, double x, double y) {
        return window.isShowing() && x >= window.getX() && x < window.getX() + window.getWidth() && y >= window.getY()
                && y < window.getY() + window.getHeight();
    }

    private void press(MouseButton button) {
        robot.mousePress(button);
        robot.mouseRelease(button);
    }
}
