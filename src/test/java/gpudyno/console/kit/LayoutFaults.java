package gpudyno.console.kit;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.text.Text;

/// What is wrong with how a window is laid out: controls outside of what they stand in, panels over each other, words of controls cut off.
public final class LayoutFaults {
    private static final double SLACK = 1;

    private final Set<String> faults = new LinkedHashSet<>();
    private final List<Node> panels = new ArrayList<>();

    private LayoutFaults() {
    }

    /// Of what stands in a window now; empty when nothing is wrong. JavaFX thread.
    public static List<String> in(Scene scene) {
        LayoutFaults found = new LayoutFaults();
        Bounds window = new BoundingBox(0, 0, scene.getWidth(), scene.getHeight());
        found.look(scene.getRoot(), List.of(new Frame("the window", window, true)));
        found.lookAtPanels();
        return List.copyOf(found.faults);
    }

    /// Something whose inside a control must not leave.
    ///
    /// @param whole whether it holds it downwards, too; what scrolls does not
    private record Frame(String name, Bounds bounds, boolean whole) {
        boolean holds(Bounds inner) {
            boolean across = inner.getMinX() >= bounds.getMinX() - SLACK && inner.getMaxX() <= bounds.getMaxX() + SLACK;
            boolean down = inner.getMinY() >= bounds.getMinY() - SLACK && inner.getMaxY() <= bounds.getMaxY() + SLACK;
            return across && (down || !whole);
        }
    }

    private void look(Node node, List<Frame> frames) {
        if (!node.isVisible() || node.getStyleClass().contains("scroll-bar")) {
            return;
        }
        Bounds bounds = node.localToScene(node.getLayoutBounds());
        if (node instanceof VirtualFlow<?> flow) {
            lookAtTable(flow, bounds);
            return;
        }
        boolean panel = node.getStyleClass().contains("panel");
        if (panel) {
            panels.add(node);
        }
        if ((panel || node instanceof Control) && bounds.getWidth() > 0 && bounds.getHeight() > 0) {
            frames.stream().filter(frame -> !frame.holds(bounds))
                    .forEach(frame -> faults.add(named(node) + " " + words(bounds) + " leaves " + frame.name + " " + words(frame.bounds)));
        }
        if (node instanceof Labeled labeled) {
            lookAtWords(labeled);
        }
        if (node instanceof TextField field && field.getStyleClass().contains("bare-field") && field.getParent().isVisible()) {
            lookAtValue(field);
        }
        if (node instanceof Parent parent) {
            List<Frame> inner = new ArrayList<>(frames);
            if (node instanceof ScrollPane) {
                // Downwards it scrolls, and what is outside is reached.
                inner.clear();
                inner.add(new Frame("its scrolled page", bounds, false));
            } else if (panel) {
                inner.add(new Frame(named(node), bounds, true));
            } else if (node.getClip() != null && !node.getStyleClass().contains("viewport")) {
                inner.add(new Frame("the edge of " + named(node), node.localToScene(node.getClip().getLayoutBounds()), true));
            }
            parent.getChildrenUnmodifiable().forEach(child -> look(child, inner));
        }
    }

    private void lookAtTable(VirtualFlow<?> flow, Bounds bounds) {
        if (flow.getParent() instanceof TableView<?> table) {
            double columns = table.getVisibleLeafColumns().stream().mapToDouble(column -> column.getWidth()).sum();
            if (columns > bounds.getWidth() + SLACK) {
                faults.add("the columns of a table need " + Math.round(columns) + " px and have " + Math.round(bounds.getWidth()) + ": "
                        + table.getVisibleLeafColumns().stream().map(column -> column.getText()).toList());
            }
        }
    }

    /// Words of what can be pressed, of chips and of captions; text that tells is said whole in its tooltip.
    private void lookAtWords(Labeled labeled) {
        boolean told = labeled instanceof Label && !(labeled instanceof Chip) && !(labeled.getParent() instanceof FormField)
                && !(labeled.getParent() instanceof KeyValueRow) && !(labeled.getParent() instanceof ButtonBase);
        if (!told && labeled.isTextTruncated()) {
            faults.add("'" + labeled.getText() + "' is cut off in " + named(labeled));
        }
    }

    private void lookAtValue(TextField field) {
        Text text = new Text(field.getText());
        text.setFont(field.getFont());
        double needed = text.getLayoutBounds().getWidth();
        double room = field.getWidth() - field.snappedLeftInset() - field.snappedRightInset();
        if (field.getWidth() > 0 && needed > room + SLACK) {
            faults.add("'" + field.getText() + "' of " + field.getAccessibleText() + " needs " + Math.round(needed) + " px and has "
                    + Math.round(room));
        }
    }

    private void lookAtPanels() {
        for (int i = 0; i < panels.size(); i++) {
            for (int j = i + 1; j < panels.size(); j++) {
                Bounds one = panels.get(i).localToScene(panels.get(i).getLayoutBounds());
                Bounds other = panels.get(j).localToScene(panels.get(j).getLayoutBounds());
                double across = Math.min(one.getMaxX(), other.getMaxX()) - Math.max(one.getMinX(), other.getMinX());
                double down = Math.min(one.getMaxY(), other.getMaxY()) - Math.max(one.getMinY(), other.getMinY());
                if (across > SLACK && down > SLACK && !holds(panels.get(i), panels.get(j))) {
                    faults.add(named(panels.get(i)) + " " + words(one) + " lies over " + named(panels.get(j)) + " " + words(other));
                }
            }
        }
    }

    private static boolean holds(Node outer, Node inner) {
        for (Node at = inner; at != null; at = at.getParent()) {
            if (at.equals(outer)) {
                return true;
            }
        }
        return false;
    }

    private static String named(Node node) {
        if (node instanceof Parent parent && node.getStyleClass().contains("panel")) {
            return "panel '" + (parent.lookup(".label.title") instanceof Labeled title ? title.getText() : "") + "'";
        }
        String text = node instanceof Labeled labeled ? labeled.getText() : node.getAccessibleText();
        return node.getClass().getSimpleName() + " '" + text + "' " + node.getStyleClass();
    }

    private static String words(Bounds bounds) {
        return "(%.0f, %.0f to %.0f, %.0f)".formatted(bounds.getMinX(), bounds.getMinY(), bounds.getMaxX(), bounds.getMaxY());
    }
}
