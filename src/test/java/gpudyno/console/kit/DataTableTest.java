package gpudyno.console.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.collections.FXCollections;
import javafx.css.PseudoClass;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import org.junit.jupiter.api.Test;

class DataTableTest extends FxTest {
    private record Run(String id, double p95) {}

    @Test
    void numbersAreSortedAsNumbersFailingOnesMarkedAndUnknownOnesDashed() {
        TableColumn<Run, Double> p95 = on(() -> Columns.number("p95 ms", Run::p95, Formats::number, run -> run.p95() > 500));
        DataTable<Run> table = show(() -> {
            DataTable<Run> made = new DataTable<>("No runs yet.");
            made.getColumns().add(Columns.text("Run", Run::id));
            made.getColumns().add(p95);
            made.setItems(FXCollections.observableArrayList(new Run("a", 587), new Run("b", 98), new Run("c", Double.NaN)));
            return made;
        });
        assertThat(cells(table)).containsExactlyInAnyOrder("587 failing", "98", "–");
        on(() -> {
            table.getSortOrder().add(p95);
            table.sort();
        });
        assertThat(table.getItems()).extracting(Run::id).containsExactly("b", "a", "c");
    }

    @Test
    void anEmptyTableSaysSo() {
        DataTable<Run> table = show(() -> new DataTable<>("No runs yet."));
        assertThat(words(table)).contains("No runs yet.");
    }

    private static List<String> cells(DataTable<Run> table) {
        return table.lookupAll(".number-column").stream().filter(TableCell.class::isInstance).map(node -> (TableCell<?, ?>) node)
                .filter(cell -> cell.getText() != null)
                .map(cell -> cell.getText()
                        + (cell.getPseudoClassStates().contains(PseudoClass.getPseudoClass("failing")) ? " failing" : ""))
                .toList();
    }
}
