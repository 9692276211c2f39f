package gpudyno.console.kit;

import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import javafx.beans.property.SimpleObjectProperty;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import org.jspecify.annotations.Nullable;

/// Columns of a [DataTable].
public final class Columns {
    private static final PseudoClass FAILING = PseudoClass.getPseudoClass("failing");

    private Columns() {
    }

    public static <S> TableColumn<S, String> text(String title, Function<S, String> words) {
        return column(title, words, "text-cell", _ -> false);
    }

    public static <S> TableColumn<S, String> muted(String title, Function<S, String> words) {
        return column(title, words, "muted-cell", _ -> false);
    }

    /// Ids, expressions and knob values.
    public static <S> TableColumn<S, String> mono(String title, Function<S, String> words) {
        return column(title, words, "mono-cell", _ -> false);
    }

    /// Right-aligned numbers, sorted as numbers; NaN is shown as a dash and sorts last.
    public static <S> TableColumn<S, Double> number(String title, ToDoubleFunction<S> number, DoubleFunction<String> words) {
        return number(title, number, words, _ -> false);
    }

    /// Right-aligned numbers in danger colour where `failing` holds.
    public static <S> TableColumn<S, Double> number(String title, ToDoubleFunction<S> number, DoubleFunction<String> words,
            Predicate<S> failing) {
        TableColumn<S, Double> column = rightAligned(new TableColumn<>(title));
        column.setCellValueFactory(row -> new SimpleObjectProperty<>(number.applyAsDouble(row.getValue())));
        column.setCellFactory(
                _ -> new WordsCell<>(value -> Double.isNaN(value) ? Formats.NONE : words.apply(value), "text-cell", failing));
        return column;
    }

    /// Right-aligned words, such as `32 – 96`; not sortable.
    public static <S> TableColumn<S, String> right(String title, Function<S, String> words, Predicate<S> failing) {
        TableColumn<S, String> column = rightAligned(column(title, words, "text-cell", failing));
        column.setSortable(false);
        return column;
    }

    /// Anything else: chips, bars, toggles. The node is made anew for each row shown.
    public static <S> TableColumn<S, S> node(String title, Function<S, Node> node) {
        TableColumn<S, S> column = new TableColumn<>(title);
        column.setCellValueFactory(row -> new SimpleObjectProperty<>(row.getValue()));
        column.setCellFactory(_ -> new NodeCell<>(node));
        column.setSortable(false);
        return column;
    }

    /// Moves a column's title and cells to its right edge.
    public static <S, T> TableColumn<S, T> rightAligned(TableColumn<S, T> column) {
        column.getStyleClass().add("number-column");
        return column;
    }

    /// The same width always.
    public static <S, T> TableColumn<S, T> fixed(TableColumn<S, T> column, double width) {
        column.setMinWidth(width);
        column.setMaxWidth(width);
        column.setPrefWidth(width);
        column.setResizable(false);
        return column;
    }

    private static <S> TableColumn<S, String> column(String title, Function<S, String> words, String style, Predicate<S> failing) {
        TableColumn<S, String> column = new TableColumn<>(title);
        column.setCellValueFactory(row -> new SimpleObjectProperty<>(words.apply(row.getValue())));
        column.setCellFactory(_ -> new WordsCell<>(Function.identity(), style, failing));
        return column;
    }

    private static final class WordsCell<S, T> extends TableCell<S, T> {
        private final Function<T, String> words;
        private final Predicate<S> failing;

        private WordsCell(Function<T, String> words, String style, Predicate<S> failing) {
            this.words = words;
            this.failing = failing;
            getStyleClass().add(style);
        }

        @Override
        protected void updateItem(@Nullable T item, boolean empty) {
            super.updateItem(item, empty);
            S row = getTableRow() == null ? null : getTableRow().getItem();
            setText(empty || item == null ? null : words.apply(item));
            pseudoClassStateChanged(FAILING, !empty && row != null && failing.test(row));
        }
    }

    private static final class NodeCell<S> extends TableCell<S, S> {
        private final Function<S, Node> node;

        private NodeCell(Function<S, Node> node) {
            this.node = node;
            getStyleClass().add("node-cell");
        }

        @Override
        protected void updateItem(@Nullable S item, boolean empty) {
            super.updateItem(item, empty);
            setGraphic(empty || item == null ? null : node.apply(item));
        }
    }
}
