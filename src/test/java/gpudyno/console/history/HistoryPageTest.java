package gpudyno.console.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.console.chart.SpanLanes;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.FxTest;
import gpudyno.console.kit.Overlay;
import gpudyno.console.page.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

    private void open(int runs) {
        NodeCalls calls = NodeCalls.onVirtualThreads();
        Overlay window = show(() -> new Overlay(frame), 1000, 900);
        on(() -> {
            node = new KeptNode(Instant.now(), runs);
            bench = new Workbench(calls, window);
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
        return on(() -> ((DataTable<Entry>) page.content().lookup(".data-table")).rows());
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

    private long runs() {
        return listed().stream().filter(entry -> entry.kind() == EntryKind.RUN).count();
    }
}
