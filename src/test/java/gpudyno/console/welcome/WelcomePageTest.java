package gpudyno.console.welcome;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.console.NoSessions;
import gpudyno.console.RecordingGuide;
import gpudyno.console.ScriptedMachine;
import gpudyno.console.ScriptedNode;
import gpudyno.console.StillPage;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.FxTest;
import gpudyno.console.kit.Overlay;
import gpudyno.model.tune.SessionRequest;
import gpudyno.node.Sessions;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import org.junit.jupiter.api.Test;

class WelcomePageTest extends FxTest {
    private final RecordingGuide guide = new RecordingGuide();
    private final List<SessionRequest> started = new ArrayList<>();
    private final ScriptedNode node = new ScriptedNode(false) {
        @Override
        public Sessions sessions() {
            return new NoSessions() {
                @Override
                public long start(SessionRequest request) {
                    started.add(request);
                    return started.size();
                }
            };
        }
    };
    /// Set on the thread of the screen.
    @SuppressWarnings("NullAway.Init")
    private WelcomePage page;
    /// Set on the thread of the screen.
    @SuppressWarnings("NullAway.Init")
    private Workbench bench;

    private void open() {
        BorderPane frame = new BorderPane();
        Overlay window = show(() -> new Overlay(frame), 1280, 900);
        on(() -> {
            page = StillPage.open(node, frame, window, made -> {
                bench = made;
                made.guide(guide);
                return new WelcomePage(made);
            });
        });
    }

    private void press(String words) {
        on(() -> button(words).fire());
    }

    private ActionButton button(String words) {
        return page.content().lookupAll(".action").stream().map(ActionButton.class::cast).filter(one -> one.getText().equals(words))
                .findFirst().orElseThrow();
    }

    @Test
    void theModelIsTunedWithinFiveMinutesAndTunePageOpens() {
        open();
        press("Tune for 5 min");
        assertThat(started).singleElement().satisfies(request -> {
            assertThat(request.targets()).isEqualTo("option-2");
            assertThat(request.budget()).hasMinutes(5);
            assertThat(request.applyBest()).as("nothing stays changed that nobody asked for").isFalse();
        });
        assertThat(guide.led()).containsExactly("page Tune");
    }

    @Test
    void whatWasFoundStandsWithWhatItMeans() {
        open();
        String words = on(() -> words(page.content()));
        assertThat(words).contains("libcuda.so.1 loads", "devices can compute", "it asks for a password", "7 of 11 ready");
        assertThat(words).contains("none answers on ports 8000, 8080, 11434 and 30000");
        press("Copy");
        assertThat(on(() -> javafx.scene.input.Clipboard.getSystemClipboard().getString())).startsWith("READY\tGPU 0\t")
                .contains("ABSENT\tOpenCL");
    }

    @Test
    void aFoundServerIsLoadedAndWatchedOnce() {
        node.customMeters().has(ScriptedMachine.VLLM);
        open();
        assertThat(on(() -> words(page.content()))).contains("vLLM 0.8.5 at 127.0.0.1:8000", "Qwen2.5-7B-Instruct-AWQ", "41 metrics");
        press("Load");
        assertThat(guide.led()).containsExactly("Load target CHAT http://127.0.0.1:8000 Qwen2.5-7B-Instruct-AWQ");
        press("Watch");
        assertThat(node.customMeters().scraped()).singleElement().satisfies(one -> assertThat(one.name()).isEqualTo("vllm"));
        assertThat(on(() -> button("Watched").available())).isFalse();
    }

    @Test
    void aServerWithoutMetricsCannotBeWatchedAndTheButtonSaysWhy() {
        node.customMeters().has(ScriptedMachine.OLLAMA);
        open();
        assertThat(on(() -> button("Watch").available())).isFalse();
        assertThat(on(() -> button("Watch").getTooltip().getText())).isEqualTo("Ollama offers no metrics");
    }

    @Test
    void aLookFindsWhatCameSince() {
        open();
        node.customMeters().has(ScriptedMachine.VLLM, ScriptedMachine.OLLAMA);
        press("Look again");
        assertThat(on(() -> words(page.content()))).contains("2 servers on the node's machine", "llama3.2:3b and 1 more · no metrics");
    }

    @Test
    void theAddressThatIsTypedGoesToTheDialogThatAsksForTheToken() {
        open();
        on(() -> page.content().lookupAll(".text-field").stream().map(TextField.class::cast).findFirst().orElseThrow()
                .setText("gpu-box:7070"));
        press("Attach");
        assertThat(guide.led()).containsExactly("attach gpu-box:7070");
    }

    @Test
    void keysOneToThreeBeginTheWays() {
        open();
        on(() -> button("Skip to Overview").requestFocus());
        robot.push(KeyCode.DIGIT1);
        assertThat(started).hasSize(1);
        robot.push(KeyCode.DIGIT2);
        assertThat(on(() -> page.content().getScene().getFocusOwner())).isInstanceOf(TextField.class);
        robot.push(KeyCode.DIGIT1);
        assertThat(started).as("a digit typed into the field").hasSize(1);
    }

    @Test
    void itIsShownAgainOnlyIfItsBoxIsTicked() {
        open();
        CheckBox box = on(() -> (CheckBox) page.content().lookup(".check-box"));
        assertThat(on(() -> bench.memory().get(WelcomePage.AGAIN))).isEmpty();
        on(box::fire);
        assertThat(on(() -> bench.memory().get(WelcomePage.AGAIN))).contains("true");
        on(box::fire);
        assertThat(on(() -> bench.memory().get(WelcomePage.AGAIN))).isEmpty();
    }
}
