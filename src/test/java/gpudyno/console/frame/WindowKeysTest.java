package gpudyno.console.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.console.EveryPage;
import gpudyno.console.ScriptedNodes;
import gpudyno.console.kit.Dialogs.Confirmation;
import gpudyno.console.kit.FxTest;
import gpudyno.console.kit.Theme;
import gpudyno.console.load.ScriptedLoad;
import gpudyno.console.tune.ScriptedSession;
import gpudyno.model.tune.SessionReport.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javafx.geometry.Bounds;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.SnapshotParameters;
import javafx.scene.TraversalDirection;
import javafx.scene.control.Labeled;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Pane;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The window by its keys alone.
class WindowKeysTest extends FxTest {
    private static final int MOST_STOPS = 150;
    /// Set on the thread of the screen.
    @SuppressWarnings("NullAway.Init")
    private ConsoleWindow window;

    private void open(gpudyno.node.Node node) {
        window = show(() -> new ConsoleWindow(NodeCalls.onVirtualThreads(), new ScriptedNodes(node),
                bench -> EveryPage.startingWith("Overview", bench)), 1000, 900);
        await().until(() -> {
            on(() -> window.tick(Instant.now()));
            return on(() -> words(window)).contains("Connected")
                    && on(() -> window.bench().node().get().flatMap(model -> model.facts().get()).isPresent());
        });
        on(() -> window.tick(Instant.now()));
    }

    private boolean paused() {
        return on(() -> window.bench().pausedAt().get().isPresent());
    }

    @Test
    void spaceInAFreshWindowPausesAndOpensNothing() {
        open(new ScriptedSession());
        robot.push(KeyCode.SPACE);
        assertThat(on(() -> window.lookup(".dialog-box"))).isNull();
        assertThat(paused()).isTrue();
        robot.push(KeyCode.SPACE);
        assertThat(paused()).isFalse();
    }

    @Test
    void aPageThatIsTurnedDoesNotPassItsFocusOn() {
        open(new ScriptedSession());
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT4);
        robot.push(KeyCode.TAB);
        assertThat(on(() -> window.getScene().getFocusOwner().isFocusVisible())).isTrue();
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT1);
        robot.push(KeyCode.SPACE);
        assertThat(paused()).isTrue();
    }

    @Test
    void theKeysOfTheWindowDoNothingBehindADialog() {
        open(new ScriptedSession());
        on(() -> window.askForNode(""));
        assertKeysDoNothing();
        robot.push(KeyCode.ESCAPE);
        on(() -> window.askBeforeClosing(17, () -> {}, () -> {}));
        assertKeysDoNothing();
        robot.push(KeyCode.ESCAPE);
        on(() -> window.bench().dialogs().confirm(new Confirmation("Detach?", "It goes on.", "Detach", true), () -> {}));
        assertKeysDoNothing();
        robot.push(KeyCode.ESCAPE);
        assertThat(on(() -> window.lookup(".dialog-box"))).isNull();
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT4);
        assertThat(on(() -> words(window))).contains("New session");
    }

    private void assertKeysDoNothing() {
        List<javafx.scene.Node> before = on(() -> List.copyOf(((Pane) window.lookup(".page-area")).getChildren()));
        Theme theme = window.bench().theme().get();
        for (KeyCode key : List.of(KeyCode.DIGIT4, KeyCode.DIGIT6, KeyCode.T, KeyCode.N, KeyCode.J, KeyCode.K, KeyCode.COMMA)) {
            robot.push(KeyCode.CONTROL, key);
        }
        robot.push(KeyCode.F1);
        assertThat(on(() -> List.copyOf(((Pane) window.lookup(".page-area")).getChildren()))).isEqualTo(before);
        assertThat(window.bench().theme().get()).isEqualTo(theme);
        assertThat(on(() -> window.lookupAll(".dialog-box"))).hasSize(1);
        for (int i = 0; i < 7; i++) {
            robot.push(KeyCode.TAB);
            assertThat(on(() -> window.lookup(".dialog-box").lookupAll("*").contains(window.getScene().getFocusOwner()))).isTrue();
            assertThat(on(() -> window.getScene().getFocusOwner().isFocusVisible())).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void everyTabStopShowsItsRingWhileALoadIsReady(Theme theme) {
        open(new ScriptedLoad(4));
        assertRings(theme, List.of(3));
    }

    @Test
    void everyTabStopOfTheOtherPagesShowsItsRing() {
        open(new ScriptedSession().reach(Phase.FINISHED, 28));
        assertRings(Theme.DARK, List.of(1, 2, 4, 5, 6, 7, 8));
    }

    private void assertRings(Theme theme, List<Integer> pages) {
        on(() -> Theme.apply(window.getScene(), theme));
        List<String> faults = new ArrayList<>();
        Set<Node> known = new HashSet<>();
        for (int page : pages) {
            on(() -> window.lookup(".page-area").requestFocus());
            robot.push(KeyCode.CONTROL, KeyCode.getKeyCode(Integer.toString(page)));
            walk(known).stream().map(fault -> theme + ", page " + page + ": " + fault).forEach(faults::add);
        }
        assertThat(faults).as(() -> String.join("\n", faults)).isEmpty();
    }

    /// @param known stops looked at on another page, such as those of the sidebar
    private List<String> walk(Set<Node> known) {
        Set<Node> seen = new LinkedHashSet<>();
        List<String> faults = new ArrayList<>();
        while (seen.size() < MOST_STOPS) {
            Node stop = on(() -> {
                window.getScene().getFocusOwner().requestFocusTraversal(TraversalDirection.NEXT);
                return window.getScene().getFocusOwner();
            });
            if (!seen.add(stop)) {
                break;
            }
            if (known.add(stop)) {
                // What the node tells meanwhile may redraw it just then.
                String fault = look(stop);
                for (int again = 0; again < 3 && !fault.isEmpty(); again++) {
                    on(() -> {
                        stop.requestFocus();
                        stop.requestFocusTraversal(TraversalDirection.PREVIOUS);
                        window.getScene().getFocusOwner().requestFocusTraversal(TraversalDirection.NEXT);
                    });
                    fault = look(stop);
                }
                if (!fault.isEmpty()) {
                    faults.add(fault);
                }
            }
        }
        assertThat(seen).as("stops of the page").hasSizeBetween(6, MOST_STOPS - 1);
        return faults;
    }

    /// What is wrong with how a stop shows that it has the focus; empty when nothing is.
    private String look(Node stop) {
        String name = stop.getClass().getSimpleName() + " '" + (stop instanceof Labeled labeled ? labeled.getText() : "") + "' "
                + stop.getAccessibleText() + " " + stop.getStyleClass();
        if (!stop.isFocusVisible()) {
            return name + " is not shown as focused";
        }
        Bounds bounds = on(() -> {
            window.applyCss();
            window.layout();
            return stop.localToScene(stop.getLayoutBounds());
        });
        if (bounds.getMaxX() < 0 || bounds.getMinX() > window.getWidth() || bounds.getMaxY() < 0
                || bounds.getMinY() > window.getHeight()) {
            return name + " is out of sight at " + bounds;
        }
        long with = on(() -> accented(bounds));
        // The same without the focus, once the screen has caught up.
        on(() -> {
            List<Node> others = List.copyOf(window.lookupAll(".nav-item"));
            (others.getFirst().equals(stop) ? others.getLast() : others.getFirst()).requestFocus();
        });
        long without = on(() -> accented(bounds));
        on(() -> {
            stop.requestFocus();
            return true;
        });
        return with - without >= Math.min(40, 2 * bounds.getWidth())
                ? ""
                : name + " has a ring of " + with + " - " + without + " px, " + Math.round(bounds.getWidth()) + " x "
                        + Math.round(bounds.getHeight());
    }

    private long accented(Bounds bounds) {
        window.applyCss();
        window.layout();
        SnapshotParameters around = new SnapshotParameters();
        int left = (int) Math.max(0, bounds.getMinX() - 6);
        int top = (int) Math.max(0, bounds.getMinY() - 6);
        int width = (int) Math.min(window.getWidth() - left, bounds.getWidth() + 12);
        int height = (int) Math.min(window.getHeight() - top, bounds.getHeight() + 12);
        if (width <= 0 || height <= 0) {
            return 0;
        }
        around.setViewport(new Rectangle2D(left, top, width, height));
        WritableImage picture = window.snapshot(around, null);
        Color accent = Theme.of(window).getValue().palette().accent();
        PixelReader pixels = picture.getPixelReader();
        long count = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                Color color = pixels.getColor(x, y);
                double apart = Math.abs(color.getRed() - accent.getRed()) + Math.abs(color.getGreen() - accent.getGreen())
                        + Math.abs(color.getBlue() - accent.getBlue());
                count += apart < 0.12 ? 1 : 0;
            }
        }
        return count;
    }
}
