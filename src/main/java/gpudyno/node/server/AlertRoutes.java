package gpudyno.node.server;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.model.alert.AlertRule;
import gpudyno.model.alert.Silence;
import gpudyno.node.Alerting;
import gpudyno.node.Node;
import io.javalin.config.RoutesConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/// A node's alerts over HTTP. What changes something answers with an object, empty where there is nothing to say.
final class AlertRoutes {
    private static final long MOST_HOURS = Duration.ofDays(7).toHours();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {
    };
    private static final TypeReference<AlertRule> RULE = new TypeReference<>() {
    };

    private AlertRoutes() {
    }

    static void map(RoutesConfig routes, Node node) {
        Alerting alerting = node.alerting();
        routes.get("/api/alerts", context -> NodeServer.json(context, node.alerts()));
        routes.get("/api/alerts/board", context -> NodeServer.json(context, alerting.board()));
        routes.put("/api/alerts/rules", context -> {
            alerting.setRule(NodeServer.body(context, RULE));
            NodeServer.json(context, Map.of());
        });
        routes.post("/api/alerts/rules/import", context -> {
            Object yaml = NodeServer.body(context, OBJECT).get("yaml");
            if (!(yaml instanceof String text)) {
                throw new IllegalArgumentException("yaml is missing: the text of a rule file");
            }
            NodeServer.json(context, Map.of("rules", alerting.importRules(text)));
        });
        routes.post("/api/alerts/rules/remove", context -> {
            alerting.removeRule(String.valueOf(NodeServer.body(context, OBJECT).get("id")));
            NodeServer.json(context, Map.of());
        });
        routes.post("/api/alerts/preview", context -> NodeServer.json(context, alerting.preview(NodeServer.body(context, RULE),
                Duration.ofHours(
                        NodeServer.parse("hours", Objects.requireNonNullElse(context.queryParam("hours"), "24"), 1, MOST_HOURS)))));
        routes.post("/api/alerts/{id}/acknowledge", context -> {
            Object note = NodeServer.body(context, OBJECT).get("note");
            alerting.acknowledge(NodeServer.id(context), note == null ? "" : note.toString());
            NodeServer.json(context, Map.of());
        });
        routes.post("/api/alerts/silences", context -> {
            Silence wanted = NodeServer.body(context, new TypeReference<Silence>() {
            });
            if (wanted.until() == null || wanted.rule() == null) {
                throw new IllegalArgumentException("a silence needs a rule and an instant until which it holds");
            }
            NodeServer.json(context.status(201), Map.of("id", alerting.silence(new Silence(0, wanted.rule(),
                    Objects.requireNonNullElse(wanted.series(), ""), wanted.until(), Objects.requireNonNullElse(wanted.by(), "api"),
                    Objects.requireNonNullElse(wanted.note(), "")))));
        });
        routes.post("/api/alerts/silences/{id}/remove", context -> {
            alerting.unsilence(NodeServer.id(context));
            NodeServer.json(context, Map.of());
        });
    }
}
