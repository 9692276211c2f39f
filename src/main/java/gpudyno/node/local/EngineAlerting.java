package gpudyno.node.local;

import gpudyno.model.alert.Alert;
import gpudyno.model.alert.AlertBoard;
import gpudyno.model.alert.AlertRule;
import gpudyno.model.alert.RulePreview;
import gpudyno.model.alert.Silence;
import gpudyno.node.Alerting;
import gpudyno.watch.AlertEngine;
import java.time.Duration;
import java.util.List;

/// The contract answered by an alert engine, which it owns.
public class EngineAlerting implements Alerting, AutoCloseable {
    private static final Duration LONGEST_PREVIEW = Duration.ofDays(7);

    private final AlertEngine engine;

    public EngineAlerting(AlertEngine engine) {
        this.engine = engine;
    }

    protected final AlertEngine engine() {
        return engine;
    }

    @Override
    public List<Alert> loud() {
        return engine.loud();
    }

    @Override
    public AlertBoard board() {
        return engine.board();
    }

    @Override
    public void setRule(AlertRule rule) {
        engine.setRule(rule);
    }

    @Override
    public int importRules(String yaml) {
        return engine.importRules(yaml);
    }

    @Override
    public void removeRule(String id) {
        engine.removeRule(id);
    }

    @Override
    public RulePreview preview(AlertRule rule, Duration back) {
        if (back.isNegative() || back.isZero() || back.compareTo(LONGEST_PREVIEW) > 0) {
            throw new IllegalArgumentException("a preview looks back at most 7 days, got " + back);
        }
        return engine.preview(rule, back);
    }

    @Override
    public void acknowledge(long alert, String note) {
        engine.acknowledge(alert, note);
    }

    @Override
    public void unacknowledge(long alert) {
        engine.unacknowledge(alert);
    }

    @Override
    public long silence(Silence wanted) {
        return engine.silence(wanted);
    }

    @Override
    public void unsilence(long silence) {
        engine.unsilence(silence);
    }

    @Override
    public void close() {
        engine.close();
    }
}
