package gpudyno.node;

import gpudyno.model.alert.Alert;
import gpudyno.model.alert.AlertBoard;
import gpudyno.model.alert.AlertRule;
import gpudyno.model.alert.RulePreview;
import gpudyno.model.alert.Silence;
import java.time.Duration;
import java.util.List;

/// A node's alerts: to read, to answer, and the rules they come from. Errors are those of [Node].
public interface Alerting {
    /// Alerts that fire and that nothing keeps quiet, whenever they change.
    Topic<Loud> LOUD = new Topic<>("alerts", Loud.class);
    /// Everything about alerts, whenever it changes.
    Topic<AlertBoard> BOARD = new Topic<>("alert-board", AlertBoard.class);

    record Loud(List<Alert> alerts) {
        public Loud {
            alerts = List.copyOf(alerts);
        }
    }

    /// Alerts that fire and that nothing keeps quiet.
    List<Alert> loud();

    AlertBoard board();

    /// Adds a rule, or replaces the one of its id. A condition that is no expression is an IllegalArgumentException naming line and column.
    void setRule(AlertRule rule);

    void removeRule(String id);

    /// Adds the rules of a text as `alerts.yaml` holds them, or replaces those of their ids: all, or none.
    ///
    /// @return how many they are
    /// @throws IllegalArgumentException naming what is wrong with the text
    int importRules(String yaml);

    /// What a rule would have done with the last `back` of the node's history, at most 7 days.
    RulePreview preview(AlertRule rule, Duration back);

    /// Says that somebody has seen an alert; it stays until its condition clears.
    void acknowledge(long alert, String note);

    /// Takes an acknowledgement and its note back: the alert counts as unseen again. One that was not acknowledged stays as it is.
    void unacknowledge(long alert);

    /// Keeps a rule's alerts from being told until the silence expires.
    ///
    /// @param wanted its id is not read
    /// @return its id
    long silence(Silence wanted);

    void unsilence(long silence);
}
