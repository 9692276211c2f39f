package gpudyno.console.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.console.kit.FxTest;
import gpudyno.model.alert.AlertBoard;
import gpudyno.model.alert.AlertRule;
import gpudyno.model.alert.RuleStatus;
import gpudyno.model.meter.Meter;
import gpudyno.model.node.Event.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RuleDraftTest extends FxTest {
    private final List<AlertRule> saved = new ArrayList<>();
    private String refusal = "";
    private RuleEditor editor;
    private RuleTable table;

    private static AlertRule rule(String id, String condition) {
        return new AlertRule(id, id, "custom", condition, null, Duration.ofSeconds(15), Duration.ofSeconds(30), Duration.ZERO,
                Duration.ofMinutes(5), AlertRule.NoData.CLEAR, Severity.WARNING, List.of(), true);
    }

    private static AlertBoard board(int firing) {
        return new AlertBoard(List.of(), List.of(new RuleStatus(rule("memory-high", "memory.percent > 85.0"), 0, firing, ""),
                new RuleStatus(rule("queue-long", "queue.depth > 100.0"), firing, 0, "")), List.of(), List.of(), List.of());
    }

    @BeforeEach
    void open() {
        RuleEditor made = on(this::editor);
        editor = made;
        table = on(() -> new RuleTable(_ -> {}, made::edit));
        show(() -> new VBox(table.table(), editor.form()));
        on(() -> {
            table.show(board(0));
            editor.taken(Set.of("memory-high", "queue-long"));
        });
    }

    private RuleEditor editor() {
        return new RuleEditor(new RuleEditor.Actions(_ -> {}, (rule, told) -> {
            saved.add(rule);
            told.accept(refusal);
        }, _ -> {}), () -> List.of(Meter.distribution("latency.queue", "ms", "Wait in the queue"),
                Meter.gauge("queue.depth", "1", "Requests that wait")));
    }

    private List<TextField> fields() {
        return editor.form().lookupAll(".text-field").stream().map(TextField.class::cast).toList();
    }

    private TextField field(String prompt) {
        return fields().stream().filter(one -> prompt.equals(one.getPromptText())).findFirst().orElseThrow();
    }

    private void write(String title, String condition) {
        on(() -> {
            field("Latency over target").setText(title);
            field("latency.p95.ms > 500").setText(condition);
        });
    }

    private void save() {
        on(() -> ((Button) Objects.requireNonNull(editor.form().lookup(".primary"))).fire());
    }

    @Test
    void aDraftOutlivesRulesThatChangeTheirState() {
        on(() -> table.table().getSelectionModel().select(0));
        on(editor::startNew);
        write("My rule", "latency.p95.ms > 700");
        on(() -> table.show(board(1)));
        on(() -> table.show(board(2)));
        assertThat(field("Latency over target").getText()).isEqualTo("My rule");
        save();
        assertThat(saved).singleElement().extracting(AlertRule::id, AlertRule::condition).containsExactly("my-rule",
                "latency.p95.ms > 700");
        assertThat(editor.isDraft()).isFalse();
    }

    @Test
    void aRuleThatIsEditedStaysAsItIsWritten() {
        on(() -> table.table().getSelectionModel().select(1));
        write("queue-long", "queue.depth > 250.0");
        on(() -> table.show(board(1)));
        save();
        assertThat(saved).singleElement().extracting(AlertRule::id, AlertRule::condition).containsExactly("queue-long",
                "queue.depth > 250.0");
    }

    @Test
    void anEmptySaveSaysWhatIsMissing() {
        on(editor::startNew);
        save();
        assertThat(saved).isEmpty();
        assertThat(words(editor.form())).contains("A title is needed", "A condition is needed");
    }

    @Test
    void aNewRuleCannotTakeThePlaceOfAnotherByItsName() {
        on(editor::startNew);
        write("Memory high", "memory.percent > 1.0");
        save();
        assertThat(saved).isEmpty();
        assertThat(words(editor.form())).contains("There is a rule of that name");
    }

    @Test
    void metersAndFunctionsAreOfferedWhileAConditionIsWritten() {
        on(editor::startNew);
        TextField condition = field("latency.p95.ms > 500");
        on(condition::requestFocus);
        robot.write("p95(lat");
        org.awaitility.Awaitility.await().until(() -> on(() -> !editor.suggested().isEmpty()));
        assertThat(on(editor::suggested)).extracting(gpudyno.console.kit.Suggestions.Suggestion::text).containsExactly("latency.queue)");
        robot.push(javafx.scene.input.KeyCode.ENTER);
        assertThat(condition.getText()).isEqualTo("p95(latency.queue)");
        assertThat(saved).as("Enter chose, and saved nothing").isEmpty();
        robot.write(" > 5 && zzz");
        assertThat(on(editor::suggested)).isEmpty();
        robot.push(javafx.scene.input.KeyCode.CONTROL, javafx.scene.input.KeyCode.A);
        robot.write("burn(");
        org.awaitility.Awaitility.await().until(() -> on(() -> !editor.suggested().isEmpty()));
        robot.push(javafx.scene.input.KeyCode.TAB);
        assertThat(condition.getText()).isEqualTo("burn(99.0, \"1h\")");
        assertThat(condition.isFocused()).isTrue();
    }

    @Test
    void aDraftOutlivesTheRemovalOfItsRule() {
        on(() -> table.table().getSelectionModel().select(1));
        write("queue-long", "queue.depth > 250.0");
        on(() -> editor.removed(rule("queue-long", "queue.depth > 100.0")));
        assertThat(field("latency.p95.ms > 500").getText()).isEqualTo("queue.depth > 250.0");
        assertThat(words(editor.form())).contains("New rule");
    }

    @Test
    void anAnswerToASaveTouchesNoRuleThatWasOpenedMeanwhile() {
        List<java.util.function.Consumer<String>> answers = new ArrayList<>();
        RuleEditor slow = on(() -> new RuleEditor(new RuleEditor.Actions(_ -> {}, (_, told) -> answers.add(told), _ -> {}), List::of));
        show(() -> new VBox(slow.form()));
        on(() -> slow.edit(rule("memory-high", "memory.percent > 85.0")));
        on(() -> ((Button) Objects.requireNonNull(slow.form().lookup(".primary"))).fire());
        on(() -> slow.edit(rule("queue-long", "queue.depth > 100.0")));
        on(() -> answers.getFirst().accept(""));
        assertThat(slow.isDraft()).isFalse();
        assertThat(words(slow.form())).contains("Rule queue-long");
    }

    @Test
    void whatTheNodeRefusesStaysADraftWithTheReasonAtItsField() {
        refusal = "there is no meter latency.p96.ms";
        on(editor::startNew);
        write("My rule", "latency.p96.ms > 700");
        save();
        assertThat(editor.isDraft()).isTrue();
        assertThat(words(editor.form())).contains("there is no meter latency.p96.ms");
    }
}
