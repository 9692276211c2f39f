package gpudyno.node;

import gpudyno.model.alert.Alert;
import gpudyno.model.alert.AlertBoard;
import gpudyno.model.alert.AlertRule;
import gpudyno.model.alert.RulePreview;
import gpudyno.model.alert.Silence;
import java.time.Duration;
import java.util.List;

/// A node's alerts and the rules they come from: reading, acknowledging and silencing alerts, and editing rules. Errors are those of
/// [Node].
public interface Alerting {
    /// Firing alerts that are not suppressed, sent whenever they change.
    Topic<Loud> LOUD = new Topic<>("alerts", Loud.class);
    /// The whole state of alerts, sent whenever it changes.
    Topic<AlertBoard> BOARD = new Topic<>("alert-board", AlertBoard.class);

    record Loud(List<Alert> alerts) {
        public Loud {
            alerts = List.copyOf(alerts);
        }
    }

    /// Firing alerts that are not suppressed.
    List<Alert> loud();

    AlertBoard board();

    /// Adds a rule, or replaces the one of its id. If the condition is not a valid expression, throws an IllegalArgumentException that
    /// names line and column.
    void setRule(AlertRule rule);

    void removeRule(String id);

    /// Adds the rules of a text in the form of `alerts.yaml`, and replaces rules with the same ids. Either all rules are taken or none.
    ///
    /// @return the number of rules
    /// @throws IllegalArgumentException naming what is wrong with the text
    int importRules(String yaml);

    /// When a rule would have fired during the last `back` of the node's history, at most 7 days.
    RulePreview preview(AlertRule rule, Duration back);

    /// Acknowledges an alert: somebody has seen it. The alert stays until its condition clears.
    void acknowledge(long alert, String note);

    /// Withdraws an acknowledgement and its note, so that the alert counts as unseen again. Does nothing if the alert was not acknowledged.
    void unacknowledge(long alert);

    /// Suppresses notifications of a rule's alerts until the silence expires.
    ///
    /// @param wanted the silence; its id is ignored
    /// @return its id
    long silence(Silence wanted);

    void unsilence(long silence);
}
