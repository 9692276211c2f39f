package gpudyno.console.kit;

import javafx.scene.control.TableView;

/// A table in the design's measures: rows of 28 px (36 for rules, 44 for two lines), right-aligned numbers, no stripes. It scrolls inside
/// its panel.
public final class DataTable<S> extends TableView<S> {
    public DataTable(String emptySentence) {
        getStyleClass().add("data-table");
        setFixedCellSize(28);
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        setPlaceholder(new EmptyState(emptySentence));
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
}
