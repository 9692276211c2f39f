package gpudyno.console;

import gpudyno.model.alert.Alert;
import gpudyno.model.alert.AlertBoard;
import gpudyno.model.alert.AlertRule;
import gpudyno.model.alert.RulePreview;
import gpudyno.model.alert.RuleStatus;
import gpudyno.model.alert.Silence;
import gpudyno.model.node.Event.Severity;
import gpudyno.node.Alerting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Alerts as a script has them; what is done to them is kept.
public class ScriptedAlerting implements Alerting {
    private final Instant now;
    private final Consumer<AlertBoard> changed;
    private final List<AlertRule> rules = new ArrayList<>();
    private final List<Silence> silences = new ArrayList<>();
    private final List<Long> acknowledged = new ArrayList<>();

    /// @param changed is told of the board whenever something was done
    ScriptedAlerting(Instant now, Consumer<AlertBoard> changed) {
        this.now = now;
        this.changed = changed;
        rule("response-high", "Latency p95 over target", "latency", "latency.p95.ms > 1000.0", 30, Severity.CRITICAL, true);
        rule("budget-burn-fast", "Error budget burning fast", "budget", "burn(99.0, \"1h\") > 14.4", 60, Severity.CRITICAL, true);
        rule("memory-high", "Memory high", "memory", "memory.percent >= 85.0", 30, Severity.WARNING, true);
        rule("errors-high", "Error rate over 5 %", "errors", "errors.percent > 5.0", 15, Severity.WARNING, true);
        rule("queue-wait", "Queue wait above 50 ms", "latency", "p95(latency.queue) > 50.0", 30, Severity.INFO, true);
        rule("host-cpu-high", "Host CPU high", "host", "host.cpu.percent >= 90.0", 40, Severity.WARNING, false);
        silences.add(new Silence(7, "errors-high", "", now.plusSeconds(4000), "operator", "known"));
    }

    private void rule(String id, String title, String group, String condition, int seconds, Severity severity, boolean on) {
        rules.add(new AlertRule(id, title, group, condition, null, Duration.ofSeconds(15), Duration.ofSeconds(seconds), Duration.ZERO,
                Duration.ofMinutes(5), AlertRule.NoData.CLEAR, severity, List.of(), on));
    }

    private Alert alert(long id, String rule, Alert.State state, String cause, long secondsAgo, @Nullable Instant quietUntil) {
        AlertRule of = rules.stream().filter(one -> one.id().equals(rule)).findFirst().orElseThrow();
        Instant since = now.minusSeconds(secondsAgo);
        return new Alert(id, rule, of.group(), "", of.severity(), state, of.title(), cause, since,
                state == Alert.State.RESOLVED ? since.plusSeconds(98) : null, acknowledged.contains(id), "", quietUntil, false);
    }

    @Override
    public List<Alert> loud() {
        return List.of();
    }

    @Override
    public AlertBoard board() {
        Optional<Instant> quiet = silences.stream().map(Silence::until).findFirst();
        List<Alert> active = List.of(alert(1, "budget-burn-fast", Alert.State.FIRING, "burn(99.0, \"1h\") = 22.1", 300, null),
                alert(2, "memory-high", Alert.State.FIRING, "memory.percent = 88.2", 120, null),
                alert(3, "queue-wait", Alert.State.PENDING, "p95(latency.queue) = 61.0", 14, null),
                alert(4, "errors-high", Alert.State.FIRING, "errors.percent = 7.40", 600, quiet.orElse(null)));
        List<RuleStatus> statuses = rules.stream().map(rule -> new RuleStatus(rule,
                (int) active.stream().filter(one -> one.rule().equals(rule.id()) && one.state() == Alert.State.PENDING).count(),
                (int) active.stream().filter(one -> one.rule().equals(rule.id()) && one.state() == Alert.State.FIRING).count(), ""))
                .toList();
        return new AlertBoard(active, statuses, silences, List.of(alert(9, "response-high", Alert.State.RESOLVED, "latency.p95.ms = 1320",
                1500, null), alert(8, "queue-wait", Alert.State.RESOLVED, "p95(latency.queue) = 55.0", 4100, null)), List.of());
    }

    @Override
    public void setRule(AlertRule rule) {
        rules.replaceAll(one -> one.id().equals(rule.id()) ? rule : one);
        if (!rules.contains(rule)) {
            rules.add(rule);
        }
        changed.accept(board());
    }

    @Override
    public int importRules(String yaml) {
        throw new IllegalArgumentException("the script takes no rule files");
    }

    @Override
    public void removeRule(String id) {
        rules.removeIf(rule -> rule.id().equals(id));
        changed.accept(board());
    }

    @Override
    public RulePreview preview(AlertRule rule, Duration back) {
        return new RulePreview(now.minus(back), now, Duration.ofSeconds(10), 8640, List.of(now.minusSeconds(7000), now.minusSeconds(300)));
    }

    @Override
    public void acknowledge(long alert, String note) {
        acknowledged.add(alert);
        changed.accept(board());
    }

    @Override
    public void unacknowledge(long alert) {
        acknowledged.remove(alert);
        changed.accept(board());
    }

    @Override
    public long silence(Silence wanted) {
        silences.add(wanted);
        changed.accept(board());
        return silences.size();
    }

    @Override
    public void unsilence(long silence) {
        silences.removeIf(one -> one.id() == silence);
        changed.accept(board());
    }
}
