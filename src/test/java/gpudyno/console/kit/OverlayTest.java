package gpudyno.console.kit;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.console.kit.Dialogs.Confirmation;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OverlayTest extends FxTest {
    private static final Confirmation STOP = new Confirmation("Stop session #17?", "All knobs go back.", "Stop and roll back", true);

    private final AtomicInteger stopped = new AtomicInteger();
    private final AtomicInteger undone = new AtomicInteger();
    private Overlay overlay;
    private Button page;

    @BeforeEach
    void open() {
        page = on(() -> new Button("page"));
        overlay = show(() -> new Overlay(page));
        on(page::requestFocus);
    }

    @Test
    void theHarmlessAnswerHasTheFocusAndEnterOnItChangesNothing() {
        on(() -> overlay.confirm(STOP, stopped::incrementAndGet));
        assertThat(focused()).isEqualTo("Cancel");
        robot.push(KeyCode.SPACE);
        assertThat(stopped).hasValue(0);
        assertThat(overlay.lookup(".dialog-box")).isNull();
    }

    @Test
    void escapeCancelsAndGivesTheFocusBack() {
        on(() -> overlay.confirm(STOP, stopped::incrementAndGet));
        robot.push(KeyCode.ESCAPE);
        assertThat(stopped).hasValue(0);
        assertThat(overlay.lookup(".dialog-box")).isNull();
        assertThat(page.isFocused()).isTrue();
    }

    @Test
    void tabStaysInTheDialogAndReachesTheDestructiveAnswer() {
        on(() -> overlay.confirm(STOP, stopped::incrementAndGet));
        robot.push(KeyCode.TAB);
        assertThat(focused()).isEqualTo("Stop and roll back");
        robot.push(KeyCode.TAB);
        assertThat(focused()).isEqualTo("Cancel");
        robot.push(KeyCode.TAB).push(KeyCode.SPACE);
        assertThat(stopped).hasValue(1);
    }

    @Test
    void aQuestionIsAnsweredWithItsTextAndItsChoice() {
        AtomicReference<Dialogs.Answer> answer = new AtomicReference<>();
        on(() -> overlay.ask(new Dialogs.Question("Silence “Memory high”?", "Nobody is told.", "Note", List.of("1 h", "8 h"), "Silence"),
                answer::set));
        robot.write("known ");
        robot.push(KeyCode.SHIFT, KeyCode.TAB).push(KeyCode.RIGHT);
        robot.clickOn("Silence");
        assertThat(answer.get()).isEqualTo(new Dialogs.Answer("known", 1));
        assertThat(overlay.lookup(".dialog-box")).isNull();
        assertThat(page.isFocused()).isTrue();
    }

    @Test
    void aQuestionThatIsLeftIsNotAnswered() {
        AtomicReference<Dialogs.Answer> answer = new AtomicReference<>();
        on(() -> overlay.ask(new Dialogs.Question("Acknowledge?", "It stays.", "Note", List.of(), "Acknowledge"), answer::set));
        robot.write("x").push(KeyCode.ESCAPE);
        assertThat(answer.get()).isNull();
        on(() -> overlay.ask(new Dialogs.Question("Acknowledge?", "It stays.", "Note", List.of(), "Acknowledge"), answer::set));
        robot.write("I look").push(KeyCode.ENTER);
        assertThat(answer.get()).isEqualTo(new Dialogs.Answer("I look", 0));
    }

    @Test
    void undoRunsOnceAndTakesTheToastAway() {
        on(() -> overlay.done("Applied 5 knobs", undone::incrementAndGet));
        robot.clickOn("Undo");
        assertThat(undone).hasValue(1);
        assertThat(overlay.lookup(".toast")).isNull();
    }

    @Test
    void aToastCanBeDismissedWithoutUndoing() {
        on(() -> overlay.done("Applied 5 knobs", undone::incrementAndGet));
        robot.clickOn(".toast .icon-button");
        assertThat(undone).hasValue(0);
        assertThat(overlay.lookup(".toast")).isNull();
    }

    private String focused() {
        return overlay.getScene().getFocusOwner() instanceof Labeled labeled ? labeled.getText() : "nothing";
    }
}
