package gpudyno.console.kit;

import java.util.Comparator;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import javafx.beans.property.SimpleObjectProperty;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import org.jspecify.annotations.Nullable;

/// Columns of a [DataTable]. Those with a title can be sorted: words by their letters, numbers and what has an order of its own by that.
public final class Columns {
    private static final PseudoClass FAILING = PseudoClass.getPseudoClass("failing");

    /// What a row reads in a column, kept in the column itself for copying.
    private record Reading<S>(Function<S, String> words) {}

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

    /// Words whose order is not that of their letters, such as times and numbers with a sign before them.
    public static <S, K extends Comparable<? super K>> TableColumn<S, S> ordered(String title, Function<S, K> order,
            Function<S, String> words) {
        TableColumn<S, S> column = whole(title);
        column.setCellFactory(_ -> new WordsCell<>(words, "text-cell", _ -> false));
        column.setComparator(Comparator.comparing(order));
        return reading(column, words);
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
        Function<Double, String> shown = value -> Double.isNaN(value) ? Formats.NONE : words.apply(value);
        column.setCellFactory(_ -> new WordsCell<>(shown, "text-cell", failing));
        return reading(column, row -> shown.apply(number.applyAsDouble(row)));
    }

    /// Right-aligned words, such as `32 – 96`; not sortable.
    public static <S> TableColumn<S, String> right(String title, Function<S, String> words, Predicate<S> failing) {
        TableColumn<S, String> column = rightAligned(column(title, words, "text-cell", failing));
        column.setSortable(false);
        return column;
    }

    /// Anything else: chips, bars, toggles. The node is made anew for each row shown. Copied is what its labels say.
    public static <S> TableColumn<S, S> node(String title, Function<S, Node> node) {
        TableColumn<S, S> column = whole(title);
        column.setCellFactory(_ -> new NodeCell<>(node));
        column.setSortable(false);
        return reading(column, row -> spoken(node.apply(row)));
    }

    /// The same, sorted.
    public static <S, K extends Comparable<? super K>> TableColumn<S, S> node(String title, Function<S, Node> node, Function<S, K> order) {
        TableColumn<S, S> column = node(title, node);
        column.setComparator(Comparator.comparing(order));
        column.setSortable(true);
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

    /// What a row reads in a column.
    @SuppressWarnings("unchecked") // put there by this class, for the same column
    static <S> String words(TableColumn<S, ?> column, S row) {
        return column.getProperties().get(Reading.class) instanceof Reading<?> reading ? ((Reading<S>) reading).words.apply(row) : "";
    }

    private static <S, T> TableColumn<S, T> reading(TableColumn<S, T> column, Function<S, String> words) {
        column.getProperties().put(Reading.class, new Reading<>(words));
        return column;
    }

    private static <S> TableColumn<S, S> whole(String title) {
        TableColumn<S, S> column = new TableColumn<>(title);
        column.setCellValueFactory(row -> new SimpleObjectProperty<>(row.getValue()));
        return column;
    }

    private static <S> TableColumn<S, String> column(String title, Function<S, String> words, String style, Predicate<S> failing) {
        TableColumn<S, String> column = new TableColumn<>(title);
        column.setCellValueFactory(row -> new SimpleObjectProperty<>(words.apply(row.getValue())));
        column.setCellFactory(_ -> new WordsCell<>(Function.identity(), style, failing));
        return reading(column, words);
    }

    private static String spoken(Node node) {
        if (node instanceof Labeled labeled && labeled.getText() != null && !labeled.getText().isEmpty()) {
            return labeled.getText();
        }
        if (node instanceof Parent parent) {
            String inside = String.join(" ", parent.getChildrenUnmodifiable().stream().map(Columns::spoken).filter(said -> !said.isEmpty())
                    .toList());
            if (!inside.isEmpty()) {
                return inside;
            }
        }
        return node.getAccessibleText() == null ? "" : node.getAccessibleText();
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
