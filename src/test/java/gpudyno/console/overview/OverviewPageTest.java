package gpudyno.console.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.console.RecordingGuide;
import gpudyno.console.ScriptedNode;
import gpudyno.console.chart.TimeChart;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.AlertItem;
import gpudyno.console.kit.EventRow;
import gpudyno.console.kit.FxTest;
import gpudyno.console.kit.FxThread;
import gpudyno.console.kit.Overlay;
import gpudyno.console.kit.RecommendationCard;
import gpudyno.console.kit.TargetTile;
import gpudyno.console.page.Kind;
import gpudyno.console.page.Period;
import gpudyno.console.page.TimeRange;
import gpudyno.console.tune.ScriptedSession;
import gpudyno.model.alert.Alert;
import gpudyno.model.knob.Configuration;
import gpudyno.model.node.Event;
import gpudyno.model.node.Event.Severity;
import gpudyno.model.node.Recommendation;
import gpudyno.model.node.Recommendation.Gain;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.node.Alerting;
import gpudyno.node.Journal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OverviewPageTest extends FxTest {
    private final RecordingGuide guide = new RecordingGuide();
    /// Set on the thread of the screen.
    @SuppressWarnings("NullAway.Init")
    private Overlay window;
    /// Set on the thread of the screen.
    @SuppressWarnings("NullAway.Init")
    private OverviewPage page;
    /// Set on the thread of the screen.
    @SuppressWarnings("NullAway.Init")
    private ScriptedNode opened;

    private void open(ScriptedNode node) {
        open(node, false);
    }

    /// With charts that stand still: what is tested is beside them.
    private void openStill(ScriptedNode node) {
        open(node, true);
    }

    private void open(ScriptedNode node, boolean still) {
        BorderPane frame = new BorderPane();
        NodeCalls calls = still ? new NodeCalls(Runnable::run, FxThread::run) : NodeCalls.onVirtualThreads();
        window = show(() -> new Overlay(frame), 1000, 900);
        on(() -> {
            opened = node;
            if (still) {
                node.drivenByTest();
            }
            Workbench bench = new Workbench(calls, window);
            bench.guide(guide);
            NodeViewModel model = new NodeViewModel(node, Optional.empty(), calls);
            bench.node().set(Optional.of(model));
            model.tick(Instant.now());
            page = new OverviewPage(bench);
            page.pause(still);
            frame.setCenter(page.content());
            page.show(node, TimeRange.MINUTE);
        });
    }

    @AfterEach
    void leave() {
        on(() -> page.hide());
        opened.close();
    }

    private <N extends Node> List<N> all(Class<N> type) {
        return on(() -> page.content().lookupAll("*").stream().filter(type::isInstance).map(type::cast).toList());
    }

    private void press(Node part) {
        on(part::requestFocus);
        robot.push(KeyCode.ENTER);
    }

    private void fire(String words, Node in) {
        on(() -> in.lookupAll(".action").stream().map(ActionButton.class::cast).filter(one -> one.getText().equals(words)).findFirst()
                .orElseThrow().fire());
    }

    private String words() {
        return on(() -> words(page.content()));
    }

    @Test
    void beforeAnyRequestCameTheWaysToBeginAreOffered() {
        open(new ScriptedNode(false));
        await().untilAsserted(() -> assertThat(words()).contains("No request came in the last 60 s"));
        Node start = on(() -> page.content().lookup(".start-banner"));
        fire("Tune", start);
        fire("Start a load run", start);
        fire("Attach a node", start);
        assertThat(guide.led()).containsExactly("page Tune", "page Load", "attach ");
    }

    @Test
    void onceRequestsCameTheyAreNotOffered() {
        open(new ScriptedNode(true));
        await().untilAsserted(() -> assertThat(words()).contains("Pass"));
        assertThat(on(() -> page.content().lookup(".start-banner").isVisible())).isFalse();
    }

    @Test
    void aTileLeadsToItsMeterByKeyAndByClick() {
        openStill(new ScriptedNode(true));
        all(TargetTile.class).forEach(this::press);
        robot.clickOn(all(TargetTile.class).getFirst());
        assertThat(guide.led()).containsExactly("Meter memory.percent", "Meter cache.hits", "Meter latency.response",
                "Meter serve.requests",
                "Meter serve.requests", "Meter memory.percent");
    }

    @Test
    void anEventLeadsToWhatItNamesAndOneThatNamesNothingDoesNot() {
        ScriptedNode node = new ScriptedSession();
        openStill(node);
        Instant now = Instant.now();
        on(() -> node.changes().tell(Journal.EVENTS, new Journal.Events(List.of(
                new Event(now, Severity.INFO, "Load run 12 ended: 63.8 req/s, 0.00 % errors"),
                new Event(now, Severity.INFO, "Session 4 ended: Better, verified."),
                new Event(now, Severity.INFO, "Turned by console: serve.batch.maxSize=16"),
                new Event(now, Severity.WARNING, "Queue wait above 50 ms could not be read"),
                new Event(now, Severity.INFO, "The node was stopped")))));
        List<EventRow> rows = all(EventRow.class);
        assertThat(rows).hasSize(5);
        rows.forEach(this::press);
        assertThat(guide.led()).containsExactly("Run 12", "Session 4", "Knob serve.batch.maxSize", "Rule queue-wait");
        assertThat(rows.getLast().isFocusTraversable()).isFalse();
    }

    @Test
    void anAlertLeadsToItsRuleAndItsButtonsDoWhatTheySay() {
        ScriptedNode node = new ScriptedNode(true);
        openStill(node);
        List<Alert> firing = node.alerting().board().active().stream().filter(alert -> alert.rule().equals("memory-high")).toList();
        on(() -> node.changes().tell(Alerting.LOUD, new Alerting.Loud(firing)));
        AlertItem item = all(AlertItem.class).getFirst();
        press(item);
        assertThat(guide.led()).containsExactly("Rule memory-high");
        robot.clickOn(on(() -> item.lookupAll(".action").stream().map(ActionButton.class::cast)
                .filter(one -> one.getText().equals("Ack")).findFirst().orElseThrow()));
        assertThat(guide.led()).hasSize(1);
    }

    private static Recommendation best() {
        return new Recommendation("Apply the best of session 17",
                Configuration.of(Map.of("serve.batch.maxSize", 16, "cache.enabled", true)),
                "holds 642 req/s, the baseline 118", "verified by session 17",
                new Gain("held rate", "req/s", 118, 642, List.of(610.0, 671.0)),
                17L);
    }

    @Test
    void aRecommendationSaysFromWhatToWhatWithItsIntervalAndIsAppliedOnceAgreed() {
        ScriptedSession node = new ScriptedSession().reach(Phase.FINISHED, 28);
        openStill(node);
        on(() -> node.changes().tell(Journal.RECOMMENDATIONS, new Journal.Recommendations(List.of(best()))));
        RecommendationCard card = all(RecommendationCard.class).getFirst();
        assertThat(on(() -> words(card))).contains("serve.batch.maxSize", "1 → 16", "cache.enabled", "off → on",
                "118 → 642 ± 30 req/s", "+444 %", "verified by session 17");
        fire("Preview", card);
        assertThat(on(() -> words(window.lookup(".dialog-box")))).contains("serve.batch.maxSize  1 → 16", "118 → 642 ± 30 req/s",
                "Free: it takes effect at once");
        fire("Cancel", window.lookup(".dialog-box"));
        assertThat(node.calls()).isEmpty();
        fire("Apply", card);
        fire("Apply", window.lookup(".dialog-box"));
        assertThat(node.calls()).containsExactly("apply 17");
        fire("Undo", (Parent) window);
        assertThat(node.calls()).containsExactly("apply 17", "roll back 17");
    }

    @Test
    void aRecommendationLeadsToItsSession() {
        ScriptedSession node = new ScriptedSession().reach(Phase.FINISHED, 28);
        openStill(node);
        on(() -> node.changes().tell(Journal.RECOMMENDATIONS, new Journal.Recommendations(List.of(best()))));
        press(all(RecommendationCard.class).getFirst());
        assertThat(guide.led()).containsExactly("Session 17");
    }

    @Test
    void aPeriodOfThePastStandsUntilOneGoesBackToLive() {
        ScriptedNode node = new ScriptedNode(true);
        open(node);
        await().untilAsserted(() -> assertThat(words()).contains("Pass"));
        Instant now = Instant.now();
        Period period = new Period(now.minusSeconds(320), now.minusSeconds(200));
        lead(period);
        await().untilAsserted(() -> assertThat(words()).contains("Showing " + period.words(ZoneId.systemDefault()), "Load run 1 started",
                "Recommendations are about the present.").doesNotContain("p95 above its target"));
        TimeChart latency = all(TimeChart.class).getFirst();
        String drawn = on(latency::csv);
        long frames = node.told();
        await().until(() -> node.told() > frames + 2);
        assertThat(on(latency::csv)).as("while the node tells of new frames").isEqualTo(drawn);
        fire("Back to live", page.content());
        await().untilAsserted(() -> {
            assertThat(words()).contains("p95 above its target").doesNotContain("Back to live", "about the present");
            assertThat(on(latency::csv)).isNotEqualTo(drawn);
        });
    }

    @Test
    void aPeriodOfWhichNothingIsKeptSaysSo() {
        open(new ScriptedNode(true));
        Instant now = Instant.now();
        lead(new Period(now.minusSeconds(7200), now.minusSeconds(6000)));
        await().untilAsserted(() -> assertThat(words()).contains("the node kept no frame of this period", "The node lists events from"));
    }

    @Test
    void aPeriodEndsWithAnotherRange() {
        ScriptedNode node = new ScriptedNode(true);
        open(node);
        Instant now = Instant.now();
        lead(new Period(now.minusSeconds(100), now.minusSeconds(50)));
        await().untilAsserted(() -> assertThat(words()).contains("Showing"));
        on(() -> page.show(node, TimeRange.MINUTE));
        assertThat(words()).as("the page came back into view").contains("Showing");
        on(() -> page.show(node, TimeRange.HOUR));
        assertThat(words()).doesNotContain("Showing");
    }

    private void lead(Period period) {
        on(() -> page.findables().stream().filter(findable -> findable.kind() == Kind.PERIOD).findFirst().orElseThrow().open()
                .accept(period.id()));
    }

    @Test
    void aNodeJudgedByAProfileThatIsNotKnownHereIsShownAllTheSame() {
        ScriptedNode node = new ScriptedNode(true);
        open(node);
        await().untilAsserted(() -> assertThat(words()).contains("Pass"));
        on(() -> node.changes().tell(Journal.TARGETS, new Journal.Targets("option-9")));
        await().untilAsserted(() -> assertThat(words()).contains("No target").doesNotContain("did not answer"));
    }
}
