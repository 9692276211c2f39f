package gpudyno.node.remote;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.model.alert.Alert;
import gpudyno.model.alert.AlertBoard;
import gpudyno.model.alert.AlertRule;
import gpudyno.model.alert.RulePreview;
import gpudyno.model.alert.Silence;
import gpudyno.node.Alerting;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The alerts of a node attached over HTTP.
final class RemoteAlerting implements Alerting {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {
    };
    private static final TypeReference<Imported> IMPORTED = new TypeReference<>() {
    };

    /// The answer to an import.
    private record Imported(int rules) {}

    private final NodeClient client;

    RemoteAlerting(NodeClient client) {
        this.client = client;
    }

    @Override
    public List<Alert> loud() {
        return client.get("/api/alerts", new TypeReference<>() {
        });
    }

    @Override
    public AlertBoard board() {
        return client.get("/api/alerts/board", new TypeReference<>() {
        });
    }

    @Override
    public void setRule(AlertRule rule) {
        client.send("PUT", "/api/alerts/rules", rule, OBJECT);
    }

    @Override
    public int importRules(String yaml) {
        return client.send("POST", "/api/alerts/rules/import", Map.of("yaml", yaml), IMPORTED).rules();
    }

    @Override
    public void removeRule(String id) {
        client.send("POST", "/api/alerts/rules/remove", Map.of("id", id), OBJECT);
    }

    @Override
    public RulePreview preview(AlertRule rule, Duration back) {
        return client.send("POST", "/api/alerts/preview?hours=" + Math.max(1, back.toHours()), rule, new TypeReference<>() {
        });
    }

    @Override
    public void acknowledge(long alert, String note) {
        client.send("POST", "/api/alerts/" + alert + "/acknowledge", Map.of("note", note), OBJECT);
    }

    @Override
    public void unacknowledge(long alert) {
        client.send("POST", "/api/alerts/" + alert + "/unacknowledge", Map.of(), OBJECT);
    }

    @Override
    public long silence(Silence wanted) {
        return client.create("/api/alerts/silences", wanted);
    }

    @Override
    public void unsilence(long silence) {
        client.send("POST", "/api/alerts/silences/" + silence + "/remove", Map.of(), OBJECT);
    }
}
