package gpudyno.console.kit;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Rectangle;

/// A framed part of a page: a 36 px header with title, muted subtitle and trailing nodes, a rule, and a body.
public final class Panel extends VBox {
    private final Label title = Labels.title("");
    private final Label subtitle = Labels.muted("");
    private final Label updating = Labels.caption("updating");
    private final HBox trailing = new HBox(8);
    private static final double PADDING = 28;

    private final HBox header;
    private final FlowPane legend = new FlowPane(12, 4);
    private List<Node> given = List.of();
    private final StackPane menu = new StackPane();
    private final StackPane body = new StackPane();

    public Panel(String title) {
        getStyleClass().add("panel");
        this.title.setText(title);
        this.title.setMinWidth(USE_PREF_SIZE);
        hide(subtitle);
        hide(updating);
        hide(menu);
        trailing.setAlignment(Pos.CENTER_RIGHT);
        // Too narrow for all, it loses what stands furthest left, never the menu.
        trailing.setMinWidth(0);
        Rectangle edge = new Rectangle();
        edge.widthProperty().bind(trailing.widthProperty());
        edge.heightProperty().bind(trailing.heightProperty());
        trailing.setClip(edge);
        header = new HBox(8, this.title, subtitle, updating, Labels.spacer(), trailing, menu);
        header.setAlignment(Pos.CENTER_LEFT);
        header.getStyleClass().add("panel-header");
        body.setAlignment(Pos.TOP_LEFT);
        body.setMinSize(0, 0);
        VBox.setVgrow(body, Priority.ALWAYS);
        getChildren().addAll(header, body);
        legend.getStyleClass().add("panel-legend");
        widthProperty().subscribe(this::placeLegend);
    }

    /// A legend for which the header has no room stands in a row of its own: cut off it would leave a line without a name.
    private void placeLegend() {
        boolean entries = !given.isEmpty() && given.stream().allMatch(LegendEntry.class::isInstance);
        double needed = PADDING + title.prefWidth(-1) + (subtitle.isManaged() ? 8 + subtitle.prefWidth(-1) : 0)
                + given.stream().mapToDouble(node -> node.prefWidth(-1) + 8).sum() + (menu.isManaged() ? 30 : 0);
        boolean below = entries && getWidth() > 0 && needed > getWidth();
        List<Node> inRow = below ? given : List.of();
        if (!legend.getChildren().equals(inRow)) {
            trailing.getChildren().clear();
            legend.getChildren().setAll(inRow);
        }
        List<Node> inHeader = below ? List.of() : given;
        if (!trailing.getChildren().equals(inHeader)) {
            trailing.getChildren().setAll(inHeader);
        }
        if (below && !getChildren().contains(legend)) {
            getChildren().add(1, legend);
        } else if (!below) {
            getChildren().remove(legend);
        }
    }

    public Panel(String title, Node content) {
        this(title);
        content(content);
    }

    public void title(String text) {
        FxThread.require();
        title.setText(text);
    }

    String title() {
        return title.getText();
    }

    /// Muted words after the title; empty for none.
    public Panel subtitle(String text) {
        subtitle.setText(text);
        show(subtitle, !text.isEmpty());
        return this;
    }

    /// What stands at the right end of the header, instead of what stood there.
    public Panel trailing(Node... nodes) {
        given = List.of(nodes);
        placeLegend();
        return this;
    }

    /// The body with 12 px around it.
    public Panel content(Node content) {
        return body("panel-body", content);
    }

    /// The body up to the panel's edge: tables, lists, charts that keep their own margin.
    public Panel flush(Node content) {
        return body("panel-body-flush", content);
    }

    private Panel body(String style, Node content) {
        if (body.getChildren().size() == 1 && body.getChildren().getFirst().equals(content)) {
            return this;
        }
        body.getStyleClass().setAll(style);
        body.getChildren().setAll(content);
        menu.getChildren().clear();
        if (content instanceof Exportable figures) {
            menu.getChildren().setAll(new ChartMenu(content, figures, title::getText));
        }
        show(menu, !menu.getChildren().isEmpty());
        // The menu takes room from the legend.
        placeLegend();
        return this;
    }

    /// Says in the header that newer data is on its way while the old stays.
    public void updating(boolean now) {
        FxThread.require();
        show(updating, now);
    }

    private static void hide(Node node) {
        show(node, false);
    }

    private static void show(Node node, boolean visible) {
        node.setVisible(visible);
        node.setManaged(visible);
    }
}
