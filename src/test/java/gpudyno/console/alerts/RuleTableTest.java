package gpudyno.console.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.console.kit.FxTest;
import gpudyno.model.alert.Alert;
import gpudyno.model.alert.AlertBoard;
import gpudyno.model.alert.AlertRule;
import gpudyno.model.alert.RuleStatus;
import gpudyno.model.alert.Silence;
import gpudyno.model.node.Event.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RuleTableTest extends FxTest {
    private static final AlertRule RULE = new AlertRule("memory-high", "Memory high", "memory", "memory.percent > 85.0", null,
            Duration.ofSeconds(15), Duration.ofSeconds(30), Duration.ZERO, Duration.ofMinutes(5), AlertRule.NoData.CLEAR, Severity.WARNING,
            List.of(), true);

    private final Instant now = Instant.now();

    private Alert firing(long id, String series, @Nullable Instant quietUntil, boolean inhibited) {
        return new Alert(id, RULE.id(), "memory", series, Severity.WARNING, Alert.State.FIRING, "Memory high", "", now, null, false, "",
                quietUntil, inhibited);
    }

    private String state(List<Alert> active) {
        RuleTable table = on(() -> new RuleTable(_ -> {}, _ -> {}));
        VBox shown = show(() -> new VBox(table.table()), 900, 200);
        on(() -> table.show(new AlertBoard(active, List.of(new RuleStatus(RULE, 0, active.size(), "")),
                List.of(new Silence(1, RULE.id(), "gpu 0", now.plusSeconds(600), "me", "")), List.of(), List.of())));
        return words(shown);
    }

    @Test
    void aRuleIsSilencedOnlyWhereAllThatFiresIsSilenced() {
        assertThat(state(List.of(firing(1, "gpu 0", now.plusSeconds(600), false)))).contains("Silenced");
        assertThat(state(List.of(firing(1, "gpu 0", now.plusSeconds(600), false), firing(2, "gpu 1", null, false)))).contains("Firing")
                .doesNotContain("Silenced");
    }

    @Test
    void whatAnotherAlertExplainsIsNotCalledSilenced() {
        assertThat(state(List.of(firing(1, "gpu 1", null, true)))).contains("Explained").doesNotContain("Silenced", "Firing");
    }
}
