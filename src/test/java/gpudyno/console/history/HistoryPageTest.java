package gpudyno.console.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.console.RecordingGuide;
import gpudyno.console.chart.SpanLanes;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.FxTest;
import gpudyno.console.kit.Overlay;
import gpudyno.console.page.Period;
import gpudyno.console.page.TimeRange;
import gpudyno.model.knob.KnobSet;
import gpudyno.model.knob.KnobState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.Parent;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HistoryPageTest extends FxTest {
    /// A node lists no more.
    private static final int MOST_RUNS = 200;

    /// Set on the thread of the screen.
    @SuppressWarnings("NullAway.Init")
    private HistoryPage page;
    /// Set on the thread of the screen.
    @SuppressWarnings("NullAway.Init")
    private KeptNode node;

    /// Set on the thread of the screen.
    @SuppressWarnings("NullAway.Init")
    private Workbench bench;
    private final BorderPane frame = new BorderPane();
    private final RecordingGuide guide = new RecordingGuide();

    private void open(int runs) {
        NodeCalls calls = NodeCalls.onVirtualThreads();
        Overlay window = show(() -> new Overlay(frame), 1000, 900);
        on(() -> {
            node = new KeptNode(Instant.now(), runs);
            bench = new Workbench(calls, window);
            bench.guide(guide);
            NodeViewModel model = new NodeViewModel(node, Optional.empty(), calls);
            bench.node().set(Optional.of(model));
            model.tick(Instant.now());
            page = new HistoryPage(bench);
            frame.setCenter(page.content());
            page.show(node, TimeRange.FIVE_MINUTES);
        });
    }

    @AfterEach
    void leave() {
        on(() -> page.hide());
        node.close();
    }

    @SuppressWarnings("unchecked") // the page has one table, of entries
    private List<Entry> listed() {
        return on(() -> {
            DataTable<Entry> table = (DataTable<Entry>) page.content().lookup(".data-table");
            // It is not there before the node has answered.
            return table == null ? List.of() : table.rows();
        });
    }

    @Test
    void theListIsNewestFirstAndASearchNarrowsListAndExport() {
        open(6);
        await().until(() -> runs() == 6);
        List<Entry> all = listed();
        assertThat(all.getFirst().from()).isAfterOrEqualTo(all.getLast().from());
        on(() -> ((TextField) page.content().lookup(".bare-field")).setText("refused"));
        assertThat(listed()).hasSize(2).allSatisfy(entry -> assertThat(entry.text()).isEqualTo("connection refused"));
        SpanLanes lanes = (SpanLanes) on(() -> page.content().lookupAll("*").stream().filter(SpanLanes.class::isInstance).findFirst())
                .orElseThrow();
        assertThat(on(lanes::csv).lines()).hasSize(3).first().isEqualTo("lane,from,to,text,in a test");
    }

    @Test
    void asManyRunsAsANodeListsAreThereWhenThePageOpensAgain() {
        open(MOST_RUNS);
        await().until(() -> runs() == MOST_RUNS);
        for (int i = 0; i < 3; i++) {
            on(() -> page.hide());
            long begun = System.nanoTime();
            on(() -> {
                page = new HistoryPage(bench);
                frame.setCenter(page.content());
                page.show(node, TimeRange.FIVE_MINUTES);
            });
            await().pollInterval(Duration.ofMillis(5)).until(() -> runs() == MOST_RUNS);
            System.out.printf("History page of %d runs opened in %d ms%n", MOST_RUNS, (System.nanoTime() - begun) / 1_000_000);
        }
    }

    @Test
    void aVersionIsRestoredAfterItWasConfirmed() {
        open(6);
        await().until(() -> !versions().rows().isEmpty());
        KnobSet wanted = versions().rows().get(1);
        on(() -> versions().getSelectionModel().select(1));
        press("Restore v" + wanted.version() + "…");
        assertThat(standing()).as("before it was confirmed").isNotEqualTo(wanted.values().values());
        press("Restore");
        await().untilAsserted(() -> assertThat(standing()).isEqualTo(wanted.values().values()));
        await().untilAsserted(() -> assertThat(versions().rows().getFirst().change().by()).isEqualTo("restored v" + wanted.version()));
    }

    @Test
    void twoPeriodsThatAreDraggedAreCompared() {
        open(6);
        await().until(() -> runs() == 6);
        on(() -> page.content().snapshot(null, null));
        on(() -> Drags.over((Parent) page.content(), 0.3, 0.5, false));
        on(() -> Drags.over((Parent) page.content(), 0.6, 0.9, true));
        await().untilAsserted(() -> assertThat(on(() -> tables(Periods.Row.class).map(table -> table.rows().size()).findFirst().orElse(0)))
                .isEqualTo(7));
    }

    @Test
    void aPeriodThatWasChosenOpensOnOverview() {
        open(6);
        await().until(() -> runs() == 6);
        on(() -> page.content().snapshot(null, null));
        on(() -> Drags.over((Parent) page.content(), 0.3, 0.5, false));
        press("Open on Overview");
        Period a = Period.of(guide.led().getLast().substring("Period ".length()));
        assertThat(a.length()).isBetween(Duration.ofMinutes(60), Duration.ofMinutes(100));
        on(() -> Drags.over((Parent) page.content(), 0.6, 0.9, true));
        await().untilAsserted(() -> press("Open B on Overview"));
        assertThat(Period.of(guide.led().getLast().substring("Period ".length())).from()).isAfter(a.to());
    }

    @Test
    @SuppressWarnings("unchecked") // the page has one table
    void anEntryOpensOnOverviewWithTheTimeItLasted() {
        open(6);
        await().until(() -> runs() == 6);
        press("On Overview");
        assertThat(guide.led()).as("without an entry").isEmpty();
        Entry run = listed().stream().filter(entry -> entry.kind() == EntryKind.RUN).findFirst().orElseThrow();
        on(() -> ((DataTable<Entry>) page.content().lookup(".data-table")).select(run));
        press("On Overview");
        assertThat(guide.led()).containsExactly("Period " + new Period(run.from(), run.from().plus(Duration.ofMinutes(8))).id());
    }

    @SuppressWarnings("unchecked") // only a table whose rows are of the kind
    private <R> Stream<DataTable<R>> tables(Class<R> rows) {
        return page.content().lookupAll(".data-table").stream().map(node -> (DataTable<R>) node)
                .filter(table -> !table.rows().isEmpty() && rows.isInstance(table.rows().getFirst()));
    }

    private DataTable<KnobSet> versions() {
        return on(() -> tables(KnobSet.class).findFirst().orElseGet(() -> new DataTable<KnobSet>("none")));
    }

    private Map<String, Object> standing() {
        return node.knobs().states().stream().collect(Collectors.toMap(state -> state.knob().id(), KnobState::value));
    }

    private void press(String button) {
        on(() -> frame.getScene().getRoot().lookupAll(".action").stream().map(ActionButton.class::cast)
                .filter(one -> button.equals(one.getText())).findFirst().orElseThrow().fire());
    }

    private long runs() {
        return listed().stream().filter(entry -> entry.kind() == EntryKind.RUN).count();
    }
}
