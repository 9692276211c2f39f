package gpudyno.console.fleet;

import gpudyno.console.kit.Columns;
import gpudyno.console.kit.DataTable;
import gpudyno.model.fleet.FleetNode;
import gpudyno.model.fleet.FleetNode.Condition;
import gpudyno.model.meter.DerivedMeters;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import javafx.beans.InvalidationListener;
import javafx.beans.property.SimpleObjectProperty;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// The nodes of a fleet, a line each; groups keep together however they are sorted. Enter or two clicks open a node, on a group they fold it.
/// Space ticks a node, as its box does.
final class FleetTable extends StackPane {
    private static final PseudoClass GROUP = PseudoClass.getPseudoClass("group");
    private static final PseudoClass AWAY = PseudoClass.getPseudoClass("away");
    private static final double NARROW = 1000;

    private final DataTable<FleetLine> table = new DataTable<FleetLine>("No node is like that").keyedBy(FleetLine::key);
    private final TableColumn<FleetLine, FleetLine> course = column("p95", FleetCells::course, null);
    private final Uses uses;
    private boolean showing;

    /// What is done with lines.
    interface Uses {
        void open(FleetNode node);

        void fold(FleetLine.Group group);

        /// @param ids of the nodes that are ticked now
        void ticked(Set<String> ids);
    }

    FleetTable(Uses uses) {
        this.uses = uses;
        table.getStyleClass().addAll("tight", "fleet-table");
        table.setAccessibleText("Nodes");
        table.getColumns().setAll(columns());
        table.setRowFactory(_ -> new Line());
        table.getSelectionModel().getSelectedItems().addListener((InvalidationListener) _ -> tellTicked());
        table.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        getChildren().add(table);
        setMinSize(0, 0);
        widthProperty().subscribe(width -> narrow(width.doubleValue() > 0 && width.doubleValue() < NARROW));
    }

    private List<TableColumn<FleetLine, ?>> columns() {
        TableColumn<FleetLine, FleetLine> tick = new TableColumn<>("");
        tick.setCellValueFactory(row -> new SimpleObjectProperty<>(row.getValue()));
        tick.setCellFactory(_ -> new TickCell());
        tick.setSortable(false);
        return List.of(Columns.fixed(tick, 36), wide(column("Node", FleetCells::name, Comparator.comparing(FleetNode::name)), 172),
                wide(column("Health", FleetCells::health, Comparator.comparingInt(FleetTable::urgency)), 100),
                wide(column("Targets met", FleetCells::targets, by(FleetCells::targetsMet)), 130),
                number(column("p95 ms", FleetCells::p95, by(FleetNode::p95)), 58),
                wide(course, 100),
                number(column("req/s", FleetCells::throughput, by(node -> node.figure(DerivedMeters.THROUGHPUT))), 62),
                Columns.rightAligned(Columns.fixed(column("Held", FleetCells::held, by(node -> node.about().heldRate())), 56)),
                wide(column("Memory, busiest", FleetCells::memory, by(node -> node.figure(DerivedMeters.MEMORY_PERCENT))), 116),
                wide(column("Busiest GPU", FleetCells::busiest,
                        by(node -> node.hardware().busiest().map(FleetNode.Hardware.Busiest::percent).orElse(Double.NaN))), 154),
                number(column("Alerts", FleetCells::alerts, by(node -> (double) node.alerts().count())), 48),
                wide(column("Version", FleetCells::version, Comparator.comparing(node -> node.about().version())), 60),
                wide(column("Link", FleetCells::link, Comparator.comparing(node -> node.link().state())), 84));
    }

    private static Comparator<FleetNode> by(Function<FleetNode, Double> figure) {
        return Comparator.comparing(node -> {
            double value = figure.apply(node);
            // What is not known sorts below everything.
            return Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
        });
    }

    private static int urgency(FleetNode node) {
        return List.of(Condition.BREACHED, Condition.OFFLINE, Condition.STALE, Condition.THROTTLED, Condition.AT_RISK, Condition.HEALTHY,
                Condition.IDLE).indexOf(node.condition());
    }

    private static TableColumn<FleetLine, FleetLine> column(String title, Function<FleetLine, Node> cell,
            @Nullable Comparator<FleetNode> order) {
        TableColumn<FleetLine, FleetLine> column = Columns.node(title, cell);
        if (order != null) {
            column.setSortable(true);
            column.setComparator((one, other) -> within(column, order, one, other));
        }
        return column;
    }

    /// A table turns what a comparator says around where it sorts downwards; groups and their heads must stay where they are.
    private static int within(TableColumn<FleetLine, FleetLine> column, Comparator<FleetNode> order, FleetLine one, FleetLine other) {
        boolean down = column.getSortType() == TableColumn.SortType.DESCENDING;
        if (one.group() != other.group()) {
            return down ? Integer.compare(other.group(), one.group()) : Integer.compare(one.group(), other.group());
        }
        if (one instanceof FleetLine.Row(int _, FleetNode first) && other instanceof FleetLine.Row(int _, FleetNode second)) {
            return order.compare(first, second);
        }
        boolean left = one instanceof FleetLine.Row;
        boolean right = other instanceof FleetLine.Row;
        return down ? Boolean.compare(right, left) : Boolean.compare(left, right);
    }

    private static TableColumn<FleetLine, FleetLine> wide(TableColumn<FleetLine, FleetLine> column, double width) {
        column.setPrefWidth(width);
        column.setMinWidth(Math.min(width, 56));
        return column;
    }

    private static TableColumn<FleetLine, FleetLine> number(TableColumn<FleetLine, FleetLine> column, double width) {
        return Columns.rightAligned(wide(column, width));
    }

    private void narrow(boolean now) {
        for (TableColumn<FleetLine, ?> column : table.getColumns()) {
            if (column.equals(course) || Set.of("Version", "Alerts", "Held").contains(column.getText())) {
                column.setVisible(!now);
            }
        }
    }

    /// @param range that the courses show, such as `15m`
    void range(String range) {
        course.setText("p95, " + range);
    }

    /// What was ticked stays ticked.
    void show(List<FleetLine> lines) {
        showing = true;
        try {
            table.show(lines);
        } finally {
            showing = false;
        }
    }

    void untick() {
        table.getSelectionModel().clearSelection();
    }

    private void tellTicked() {
        if (!showing) {
            uses.ticked(ticked());
        }
    }

    private Set<String> ticked() {
        Set<String> ids = new LinkedHashSet<>();
        table.getSelectionModel().getSelectedItems().stream().filter(Objects::nonNull).filter(FleetLine.Row.class::isInstance)
                .forEach(line -> ids.add(line.key()));
        return ids;
    }

    private void toggle(int place) {
        if (table.getSelectionModel().isSelected(place)) {
            table.getSelectionModel().clearSelection(place);
        } else {
            table.getSelectionModel().select(place);
        }
    }

    private void key(KeyEvent event) {
        int place = table.getFocusModel().getFocusedIndex();
        if (place < 0 || place >= table.getItems().size() || event.isShortcutDown()) {
            return;
        }
        if (event.getCode() == KeyCode.ENTER) {
            act(table.getItems().get(place));
            event.consume();
        } else if (event.getCode() == KeyCode.SPACE) {
            toggle(place);
            event.consume();
        }
    }

    private void act(FleetLine line) {
        switch (line) {
            case FleetLine.Group group -> uses.fold(group);
            case FleetLine.Row row -> uses.open(row.node());
        }
    }

    private final class Line extends TableRow<FleetLine> {
        Line() {
            setOnMouseClicked(event -> {
                FleetLine line = getItem();
                boolean group = line instanceof FleetLine.Group;
                if (line != null && event.getClickCount() == (group ? 1 : 2)) {
                    act(line);
                }
            });
        }

        @Override
        protected void updateItem(@Nullable FleetLine line, boolean empty) {
            super.updateItem(line, empty);
            pseudoClassStateChanged(GROUP, line instanceof FleetLine.Group);
            pseudoClassStateChanged(AWAY, line instanceof FleetLine.Row row && !row.node().link().isConnected());
        }
    }

    /// The box of a row; what is ticked is what is selected.
    private final class TickCell extends TableCell<FleetLine, FleetLine> {
        private final CheckBox box = new CheckBox();

        TickCell() {
            box.setFocusTraversable(false);
            box.setOnAction(_ -> toggle(getIndex()));
            tableRowProperty().flatMap(TableRow::selectedProperty).orElse(false).subscribe(box::setSelected);
        }

        @Override
        protected void updateItem(@Nullable FleetLine line, boolean empty) {
            super.updateItem(line, empty);
            setGraphic(line instanceof FleetLine.Row ? box : line instanceof FleetLine.Group group ? FleetCells.fold(group) : null);
            if (line instanceof FleetLine.Row row) {
                box.setAccessibleText("Tick " + row.node().name());
            }
        }
    }
}
