package gpudyno.console.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.console.chart.TimePicture.Band;
import gpudyno.model.alert.Alert;
import gpudyno.model.alert.AlertBoard;
import gpudyno.model.alert.AlertRule;
import gpudyno.model.alert.RuleStatus;
import gpudyno.model.node.Event.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AlertMarksTest {
    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");

    private static RuleStatus rule(String id, String condition, boolean on) {
        return new RuleStatus(new AlertRule(id, id, "group", condition, null, Duration.ofSeconds(15), Duration.ZERO, Duration.ZERO,
                Duration.ofMinutes(5), AlertRule.NoData.CLEAR, Severity.WARNING, List.of(), on), 0, 0, "");
    }

    private static Alert alert(long id, String rule, Alert.State state, long ago, @Nullable Instant ended) {
        return new Alert(id, rule, "group", "", Severity.WARNING, state, rule, "", NOW.minusSeconds(ago), ended, false, "", null, false);
    }

    private final AlertBoard board = new AlertBoard(
            List.of(alert(3, "full", Alert.State.FIRING, 60, null), alert(4, "waits", Alert.State.PENDING, 10, null)),
            List.of(rule("off", "memory.percent > 10.0", false), rule("full", "cpu.percent > 5.0 && memory.percent >= 85.5", true),
                    rule("host", "host.memory.percent >= 99.0", true), rule("waits", "p95(latency.queue) > 50.0", true)),
            List.of(), List.of(alert(1, "full", Alert.State.RESOLVED, 600, NOW.minusSeconds(500)),
                    alert(2, "host", Alert.State.RESOLVED, 400, NOW.minusSeconds(300))),
            List.of());

    @Test
    void anAlertMarksTheMetersItsRuleNamesWhileItFired() {
        assertThat(new AlertMarks(board, "memory.percent").bands(NOW)).containsExactly(
                new Band(NOW.minusSeconds(60).toEpochMilli(), NOW.toEpochMilli()),
                new Band(NOW.minusSeconds(600).toEpochMilli(), NOW.minusSeconds(500).toEpochMilli()));
        assertThat(new AlertMarks(board, "host.memory.percent").bands(NOW)).hasSize(1);
        assertThat(new AlertMarks(board, "latency.queue").bands(NOW)).isEmpty();
        assertThat(new AlertMarks(board, "percent").bands(NOW)).isEmpty();
    }

    @Test
    void theBoundIsThatOfTheFirstEnabledRuleThatComparesTheMeterItself() {
        assertThat(new AlertMarks(board, "memory.percent").bound()).hasValue(85.5);
        assertThat(new AlertMarks(board, "latency.queue").bound()).isEmpty();
        assertThat(new AlertMarks(board, "cache.bytes").bound()).isEmpty();
    }

    @Test
    void theHistoryHoldsWhatFiresAndWhatEndedNewestFirst() {
        assertThat(AlertHistory.fired(board)).extracting(Alert::id).containsExactly(3L, 2L, 1L);
    }
}
