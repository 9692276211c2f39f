package gpudyno.console.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.console.ScriptedNode;
import gpudyno.console.StillPage;
import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.FxTest;
import gpudyno.console.kit.Overlay;
import gpudyno.model.alert.RuleStatus;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Which rule is selected, and which one is in the form.
class RuleChoiceTest extends FxTest {
    private final ScriptedNode node = new ScriptedNode(false);
    private Overlay window;
    /// Set on the thread of the screen.
    @SuppressWarnings("NullAway.Init")
    private AlertsPage page;

    @BeforeEach
    void open() {
        BorderPane frame = new BorderPane();
        window = show(() -> new Overlay(frame), 1000, 800);
        on(() -> {
            page = StillPage.open(node, frame, window, AlertsPage::new);
            page.choose("memory-high");
        });
    }

    @AfterEach
    void leave() {
        on(() -> page.hide());
    }

    @SuppressWarnings("unchecked") // found by the type of its rows
    private DataTable<RuleStatus> table() {
        return (DataTable<RuleStatus>) page.content().lookupAll(".data-table").stream().map(DataTable.class::cast)
                .filter(one -> !one.getItems().isEmpty() && one.getItems().getFirst() instanceof RuleStatus).findFirst().orElseThrow();
    }

    private String selected() {
        return on(() -> {
            RuleStatus status = table().getSelectionModel().getSelectedItem();
            return status == null ? "" : status.rule().id();
        });
    }

    private void select(String rule) {
        on(() -> table().getSelectionModel()
                .select(table().rows().stream().filter(status -> status.rule().id().equals(rule)).findFirst().orElseThrow()));
    }

    private TextField title() {
        return on(() -> page.content().lookupAll(".text-field").stream().map(TextField.class::cast)
                .filter(one -> "Latency over target".equals(one.getPromptText())).findFirst().orElseThrow());
    }

    private void answer(String words) {
        on(() -> window.lookup(".dialog-box").lookupAll(".action").stream().map(ActionButton.class::cast)
                .filter(one -> one.getText().equals(words)).findFirst().orElseThrow().fire());
    }

    @Test
    void keepingADraftKeepsItsRuleSelected() {
        on(() -> title().setText("Memory very high"));
        select("queue-wait");
        assertThat(selected()).isEqualTo("memory-high");
        answer("Cancel");
        assertThat(selected()).isEqualTo("memory-high");
        assertThat(title().getText()).isEqualTo("Memory very high");
        select("queue-wait");
        answer("Discard");
        assertThat(selected()).isEqualTo("queue-wait");
        assertThat(title().getText()).isEqualTo("Queue wait above 50 ms");
    }

    @Test
    void keepingANewRuleSelectsNone() {
        on(() -> page.content().lookupAll(".action").stream().map(ActionButton.class::cast)
                .filter(one -> one.getText().equals("New rule")).findFirst().orElseThrow().fire());
        on(() -> title().setText("Mine"));
        select("queue-wait");
        answer("Cancel");
        assertThat(selected()).isEmpty();
        assertThat(title().getText()).isEqualTo("Mine");
    }
}
