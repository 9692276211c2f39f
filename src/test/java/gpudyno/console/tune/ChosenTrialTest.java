package gpudyno.console.tune;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.console.StillPage;
import gpudyno.console.chart.ScatterChart;
import gpudyno.console.chart.ScatterChart.Mark;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.FxTest;
import gpudyno.console.kit.Overlay;
import gpudyno.model.tune.SessionReport.Phase;
import java.util.Optional;
import javafx.scene.layout.BorderPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChosenTrialTest extends FxTest {
    private final ScriptedSession node = new ScriptedSession().reach(Phase.FINISHED, 20);
    /// Set on the thread of the screen.
    @SuppressWarnings("NullAway.Init")
    private TunePage page;

    @BeforeEach
    void open() {
        BorderPane frame = new BorderPane();
        Overlay window = show(() -> new Overlay(frame), 1000, 900);
        on(() -> {
            page = StillPage.open(node, frame, window, TunePage::new);
        });
    }

    @AfterEach
    void leave() {
        on(() -> page.hide());
    }

    private ScatterChart scatter() {
        return (ScatterChart) page.content().lookupAll("*").stream().filter(ScatterChart.class::isInstance).findFirst().orElseThrow();
    }

    @SuppressWarnings("unchecked") // found by the type of its rows
    private DataTable<TrialRow> log() {
        return (DataTable<TrialRow>) page.content().lookupAll(".data-table").stream().map(DataTable.class::cast)
                .filter(one -> !one.getItems().isEmpty() && one.getItems().getFirst() instanceof TrialRow).findFirst().orElseThrow();
    }

    private Optional<ScatterChart.Point> choose(int trial) {
        return on(() -> {
            log().getSelectionModel()
                    .select(log().rows().stream().filter(row -> row.trial().number() == trial).findFirst().orElseThrow());
            return scatter().chosen();
        });
    }

    @Test
    void theTrialChosenInTheLogIsMarkedInTheChart() {
        assertThat(choose(5)).get().extracting(ScatterChart.Point::title).asString().startsWith("Trial 5, ");
        assertThat(choose(12)).get().extracting(ScatterChart.Point::mark).isEqualTo(Mark.BEST);
        assertThat(choose(1)).get().extracting(ScatterChart.Point::mark).isEqualTo(Mark.BASELINE);
    }

    @Test
    void theMarkStaysWithItsTrialWhileOthersArrive() {
        choose(5);
        on(() -> node.reach(Phase.FINISHED, 28));
        assertThat(on(() -> scatter().chosen())).get().extracting(ScatterChart.Point::title).asString().startsWith("Trial 5, ");
    }
}
