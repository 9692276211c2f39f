package gpudyno.console.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataTableTest extends FxTest {
    private record Run(String id, double p95) {}

    @Test
    void numbersAreSortedAsNumbersFailingOnesMarkedAndUnknownOnesDashed() {
        TableColumn<Run, Double> p95 = on(() -> Columns.number("p95 ms", Run::p95, Formats::number, run -> run.p95() > 500));
        DataTable<Run> table = show(() -> {
            DataTable<Run> made = new DataTable<>("No runs yet.");
            made.getColumns().add(Columns.text("Run", Run::id));
            made.getColumns().add(p95);
            made.show(List.of(new Run("a", 587), new Run("b", 98), new Run("c", Double.NaN)));
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

    @Test
    void rowsThatComeAndChangeKeepTheOrderAndTheSelectionOfWhoReads() {
        TableColumn<Run, Double> p95 = on(() -> Columns.number("p95 ms", Run::p95, Formats::number));
        List<String> chosen = new ArrayList<>();
        DataTable<Run> table = show(() -> {
            DataTable<Run> made = new DataTable<Run>("No runs yet.").keyedBy(Run::id).onChoice(run -> chosen.add(run.id()));
            made.getColumns().add(p95);
            made.show(List.of(new Run("a", 587), new Run("b", 98)));
            return made;
        });
        on(() -> {
            table.getSortOrder().add(p95);
            table.getSelectionModel().select(new Run("a", 587));
            table.show(List.of(new Run("d", 300), new Run("a", 20), new Run("b", 98)));
        });
        assertThat(table.getItems()).extracting(Run::id).containsExactly("a", "b", "d");
        assertThat(table.getSelectionModel().getSelectedItem()).isEqualTo(new Run("a", 20));
        on(() -> table.show(List.of(new Run("b", 98))));
        assertThat(table.getSelectionModel().getSelectedItem()).isNull();
        assertThat(chosen).as("only what the person chose").containsExactly("a");
    }

    @Test
    void whatHasAnOrderOfItsOwnIsSortedByItAndNotByItsLetters() {
        TableColumn<Run, Run> number = on(() -> Columns.ordered("#", run -> Integer.parseInt(run.id()), Run::id));
        DataTable<Run> table = show(() -> {
            DataTable<Run> made = new DataTable<>("No runs yet.");
            made.getColumns().add(number);
            made.show(List.of(new Run("10", 1), new Run("2", 1), new Run("1", 1)));
            return made;
        });
        on(() -> table.getSortOrder().add(number));
        assertThat(table.getItems()).extracting(Run::id).containsExactly("1", "2", "10");
    }

    @Test
    void rowsAreCopiedByKeyAsASpreadsheetTakesThem() {
        DataTable<Run> table = show(() -> {
            DataTable<Run> made = new DataTable<>("No runs yet.");
            made.getColumns().add(Columns.text("Run", Run::id));
            made.getColumns().add(Columns.number("p95 ms", Run::p95, Formats::number));
            made.getColumns().add(Columns.node("Bounds", run -> new Chip(Status.SUCCESS, run.p95() < 500 ? "Pass" : "Fail")));
            made.show(List.of(new Run("a", 587.3), new Run("b", Double.NaN)));
            return made;
        });
        on(() -> {
            table.getSelectionModel().select(0);
            table.requestFocus();
        });
        robot.push(javafx.scene.input.KeyCode.SHORTCUT, javafx.scene.input.KeyCode.C);
        assertThat(on(() -> javafx.scene.input.Clipboard.getSystemClipboard().getString())).isEqualTo("Run\tp95 ms\tBounds\na\t587\tFail");
        assertThat(on(() -> table.text(table.getItems()))).endsWith("a\t587\tFail\nb\t–\tFail");
        assertThat(table.getContextMenu().getItems()).extracting(javafx.scene.control.MenuItem::getText).containsExactly("Copy",
                "Copy all", "Export…");
    }

    private static DataTable<Run> runs() {
        DataTable<Run> made = new DataTable<Run>("No runs yet.").keyedBy(Run::id);
        made.getColumns().add(Columns.text("Run", Run::id));
        made.getColumns().add(Columns.number("p95 ms", Run::p95, Formats::number));
        made.show(List.of(new Run("a", 587), new Run("b", 98), new Run("c, last", 3)));
        return made;
    }

    @Test
    void severalSelectedRowsAreCopiedAndStaySelectedWhileFiguresChange() {
        DataTable<Run> table = show(DataTableTest::runs);
        on(() -> {
            table.getSelectionModel().selectIndices(0, 2);
            table.show(List.of(new Run("new", 1), new Run("a", 588), new Run("b", 98), new Run("c, last", 4)));
            table.requestFocus();
        });
        robot.push(javafx.scene.input.KeyCode.SHORTCUT, javafx.scene.input.KeyCode.C);
        assertThat(on(() -> javafx.scene.input.Clipboard.getSystemClipboard().getString()))
                .isEqualTo("Run\tp95 ms\na\t588\nc, last\t4");
        assertThat(table.getSelectionModel().getSelectedItem()).as("the one chosen last").isEqualTo(new Run("c, last", 4));
    }

    @Test
    void aTableIsExportedWholeAndTheNextExportBeginsInTheSameFolder(@TempDir Path folder) {
        DataTable<Run> table = on(DataTableTest::runs);
        Panel panel = show(() -> new Panel("Previous runs").flush(table));
        on(() -> SaveTarget.set(panel.getScene(), (_, name) -> Optional.of(folder.resolve(name))));
        on(() -> table.getContextMenu().getItems().getLast().fire());
        assertThat(folder.resolve("previous-runs.csv")).content().isEqualTo("Run,p95 ms\r\na,587\r\nb,98\r\n\"c, last\",3\r\n");
        assertThat(SaveTarget.folder(Memory.of(panel.getScene()), SaveTarget.FOLDER)).contains(folder);
    }

    private static List<String> cells(DataTable<Run> table) {
        return table.lookupAll(".number-column").stream().filter(TableCell.class::isInstance).map(node -> (TableCell<?, ?>) node)
                .filter(cell -> cell.getText() != null)
                .map(cell -> cell.getText()
                        + (cell.getPseudoClassStates().contains(PseudoClass.getPseudoClass("failing")) ? " failing" : ""))
                .toList();
    }
}
