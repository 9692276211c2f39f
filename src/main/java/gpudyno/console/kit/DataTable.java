package gpudyno.console.kit;

import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.InvalidationListener;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.SortedList;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;

/// A table in the design's measures: rows of 28 px (36 for rules, 44 for two lines), right-aligned numbers, no stripes. It scrolls inside
/// its panel.
///
/// Rows come and change while a person reads: the order they chose, the row they selected and where they scrolled to stay. What is selected
/// for them is told to nobody, see [#onChoice]. Rows can be selected with Shift and Ctrl, and copied or exported, by key or by the context
/// menu.
public final class DataTable<S> extends TableView<S> {
    private static final String FIRST = "first-column";
    private static final String LAST = "last-column";
    private static final KeyCombination COPY = new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);

    private final ObservableList<S> rows = FXCollections.observableArrayList();
    private Function<S, ?> key = Function.identity();
    private boolean filling;

    @SuppressWarnings("this-escape") // a table's own items; nothing of a subclass runs
    public DataTable(String emptySentence) {
        getStyleClass().add("data-table");
        setFixedCellSize(28);
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_ALL_COLUMNS);
        setPlaceholder(new EmptyState(emptySentence));
        getVisibleLeafColumns().addListener((InvalidationListener) _ -> markEdges());
        SortedList<S> sorted = new SortedList<>(rows);
        sorted.comparatorProperty().bind(comparatorProperty());
        setItems(sorted);
        getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        MenuItem copy = item("Copy", this::copySelected);
        MenuItem copyAll = item("Copy all", () -> copy(getItems()));
        MenuItem export = item("Export…", this::export);
        ContextMenu menu = new ContextMenu(copy, copyAll, export);
        menu.setOnShowing(_ -> {
            copy.setDisable(getSelectionModel().isEmpty());
            copyAll.setDisable(getItems().isEmpty());
            export.setDisable(getItems().isEmpty());
        });
        setContextMenu(menu);
        // A menu outlives the table that it belongs to, when the page changes under it.
        sceneProperty().subscribe(scene -> {
            if (scene == null) {
                menu.hide();
            }
        });
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (COPY.match(event) && !getSelectionModel().isEmpty()) {
                copySelected();
                event.consume();
            }
        });
    }

    private static MenuItem item(String words, Runnable action) {
        MenuItem item = new MenuItem(words);
        item.setOnAction(_ -> action.run());
        return item;
    }

    public DataTable<S> rowHeight(double height) {
        setFixedCellSize(height);
        return this;
    }

    /// By what a row is known again when its figures change, such as an id; the whole row otherwise.
    public DataTable<S> keyedBy(Function<S, ?> by) {
        key = by;
        return this;
    }

    /// Takes what a person selects; not what is selected for them.
    public DataTable<S> onChoice(Consumer<S> chosen) {
        getSelectionModel().selectedItemProperty().subscribe(row -> {
            if (row != null && !filling) {
                chosen.accept(row);
            }
        });
        return this;
    }

    /// The rows from now on, in the order they have where nobody sorts them. Nothing moves where they are as before.
    ///
    /// @return whether anything changed
    public boolean show(List<S> now) {
        if (now.equals(rows)) {
            return false;
        }
        S lead = getSelectionModel().getSelectedItem();
        List<Object> selected = getSelectionModel().getSelectedItems().stream().filter(Objects::nonNull).<Object>map(key).toList();
        filling = true;
        try {
            rows.setAll(now);
            if (lead != null) {
                select(selected, key.apply(lead));
            }
        } finally {
            filling = false;
        }
        return true;
    }

    /// Selects a row without telling anyone; one that is not there leaves none selected.
    public void select(@Nullable S row) {
        boolean before = filling;
        filling = true;
        try {
            int found = row == null ? -1 : indexOf(key.apply(row));
            if (found < 0) {
                getSelectionModel().clearSelection();
            } else if (found != getSelectionModel().getSelectedIndex()
                    || !getItems().get(found).equals(getSelectionModel().getSelectedItem())) {
                getSelectionModel().clearAndSelect(found);
            }
        } finally {
            filling = before;
        }
    }

    /// Selects the rows of these keys, the lead last: its row is the one that counts as chosen.
    private void select(List<Object> keys, Object lead) {
        getSelectionModel().clearSelection();
        keys.stream().filter(one -> !one.equals(lead)).mapToInt(this::indexOf).filter(found -> found >= 0)
                .forEach(getSelectionModel()::select);
        int found = indexOf(lead);
        if (found >= 0) {
            getSelectionModel().select(found);
        }
    }

    /// The first row of a key as shown; -1 for none.
    private int indexOf(Object wanted) {
        for (int i = 0; i < getItems().size(); i++) {
            if (key.apply(getItems().get(i)).equals(wanted)) {
                return i;
            }
        }
        return -1;
    }

    /// The rows as they were given, whatever order they are shown in.
    public List<S> rows() {
        return List.copyOf(rows);
    }

    /// Shrinks the table to its rows, for short lists that never scroll.
    public DataTable<S> fitRows(int count) {
        double height = 29 + count * getFixedCellSize();
        setMinHeight(height);
        setPrefHeight(height);
        return this;
    }

    private void copySelected() {
        copy(getSelectionModel().getSelectedItems());
    }

    private void copy(List<S> copied) {
        Clipboards.copy(text(copied));
    }

    private void export() {
        String csv = csv();
        Export.save(this, title(), "csv", file -> Files.writeString(file, csv));
    }

    /// That of the panel it stands in.
    private String title() {
        for (Node around = this; around != null; around = around.getParent()) {
            if (around instanceof Panel panel) {
                return panel.title();
            }
        }
        return "Table";
    }

    /// All rows as they are shown, comma-separated.
    String csv() {
        List<TableColumn<S, ?>> named = named();
        Csv csv = new Csv(named.stream().map(TableColumn::getText).toList());
        getItems().forEach(row -> csv.line(named.stream().map(column -> Columns.words(column, row)).toList()));
        return csv.toString();
    }

    private List<TableColumn<S, ?>> named() {
        return getVisibleLeafColumns().stream().filter(column -> !column.getText().isEmpty()).toList();
    }

    /// Rows as a spreadsheet takes them: a header line, tabs between cells, a line a row.
    String text(List<S> copied) {
        List<TableColumn<S, ?>> named = named();
        String header = named.stream().map(TableColumn::getText).collect(Collectors.joining("\t"));
        return header + "\n" + copied.stream().map(row -> named.stream().map(column -> Columns.words(column, row))
                .collect(Collectors.joining("\t"))).collect(Collectors.joining("\n"));
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
