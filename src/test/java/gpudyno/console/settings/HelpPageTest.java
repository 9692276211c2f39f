package gpudyno.console.settings;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.console.RecordingGuide;
import gpudyno.console.ScriptedNode;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.FxTest;
import gpudyno.console.kit.Overlay;
import gpudyno.console.page.TimeRange;
import java.time.Instant;
import java.util.Optional;
import javafx.scene.layout.BorderPane;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HelpPageTest extends FxTest {
    private final ScriptedNode node = new ScriptedNode(false);
    private final RecordingGuide guide = new RecordingGuide();
    /// Set on the thread of the screen.
    @SuppressWarnings("NullAway.Init")
    private HelpPage page;
    /// Set on the thread of the screen.
    @SuppressWarnings("NullAway.Init")
    private NodeViewModel model;

    @BeforeEach
    void open() {
        BorderPane frame = new BorderPane();
        Overlay window = show(() -> new Overlay(frame), 1000, 760);
        node.drivenByTest();
        on(() -> {
            NodeCalls calls = new NodeCalls(Runnable::run, Runnable::run);
            Workbench bench = new Workbench(calls, window);
            bench.guide(guide);
            model = new NodeViewModel(node, Optional.empty(), calls);
            bench.node().set(Optional.of(model));
            page = new HelpPage(bench);
            frame.setCenter(page.content());
            page.show(node, TimeRange.MINUTE);
        });
    }

    @Test
    void whatTheNodeTellsOfItselfLaterIsShownToo() {
        assertThat(on(() -> words(page.content()))).contains("from class files").doesNotContain("all-MiniLM-L6-v2");
        on(() -> model.tick(Instant.now()));
        assertThat(on(() -> words(page.content()))).contains("GPU Dyno 0.1.0", "all-MiniLM-L6-v2 int8, ONNX Runtime, CPU",
                "http://127.0.0.1:7070");
    }

    @Test
    void itLeadsToTheWelcomePage() {
        on(() -> page.content().lookupAll(".action").stream().map(ActionButton.class::cast).findFirst().orElseThrow().fire());
        assertThat(guide.led()).containsExactly("page Welcome");
    }
}
