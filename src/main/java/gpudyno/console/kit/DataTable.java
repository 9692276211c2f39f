package gpudyno.console.kit;

import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/// A table in the design's measures: rows of 28 px (36 for rules, 44 for two lines), right-aligned numbers, no stripes. It scrolls inside
/// its panel.
public final class DataTable<S> extends TableView<S> {
    private static final String FIRST = "first-column";
    private static final String LAST = "last-column";

    public DataTable(String emptySentence) {
        getStyleClass().add("data-table");
        setFixedCellSize(28);
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_ALL_COLUMNS);
        setPlaceholder(new EmptyState(emptySentence));
        getVisibleLeafColumns().addListener((InvalidationListener) _ -> markEdges());
    }

    public DataTable<S> rowHeight(double height) {
        setFixedCellSize(height);
        return this;
    }

    /// Shrinks the table to its rows, for short lists that never scroll.
    public DataTable<S> fitRows(int rows) {
        double height = 29 + rows * getFixedCellSize();
        setMinHeight(height);
        setPrefHeight(height);
        return this;
    }

    /// The outer columns keep the panel's 12 px to its edge.
    private void markEdges() {
        List<TableColumn<S, ?>> columns = getVisibleLeafColumns();
        for (TableColumn<S, ?> column : columns) {
            column.getStyleClass().removeAll(FIRST, LAST);
        }
        if (!columns.isEmpty()) {
            columns.getFirst().getStyleClass().add(FIRST);
            columns.getLast().getStyleClass().add(LAST);
        }
    }
}
