package gpudyno.node.server;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.model.alert.AlertRule;
import gpudyno.model.alert.Silence;
import gpudyno.node.Alerting;
import io.javalin.config.RoutesConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/// A node's alerts over HTTP. Requests that change something are answered with an object, which is empty if there is nothing to return.
final class AlertingRoutes {
    private static final long MOST_HOURS = Duration.ofDays(7).toHours();
    private static final TypeReference<AlertRule> RULE = new TypeReference<>() {
    };

    private AlertingRoutes() {
    }

    static void map(RoutesConfig routes, Alerting alerting) {
        routes.get("/api/alerts", context -> Exchange.json(context, alerting.loud()));
        routes.get("/api/alerts/board", context -> Exchange.json(context, alerting.board()));
        routes.put("/api/alerts/rules", context -> {
            alerting.setRule(Exchange.body(context, RULE));
            Exchange.json(context, Map.of());
        });
        routes.post("/api/alerts/rules/import", context -> {
            Exchange.json(context, Map.of("rules", alerting.importRules(Exchange.text(context, "yaml"))));
        });
        routes.post("/api/alerts/rules/remove", context -> {
            alerting.removeRule(Exchange.text(context, "id"));
            Exchange.json(context, Map.of());
        });
        routes.post("/api/alerts/preview", context -> Exchange.json(context, alerting.preview(Exchange.body(context, RULE),
                Duration.ofHours(
                        Exchange.parse("hours", Exchange.single(context, "hours").orElse("24"), 1, MOST_HOURS)))));
        routes.post("/api/alerts/{id}/acknowledge", context -> {
            alerting.acknowledge(Exchange.id(context), Exchange.textOrEmpty(context, "note"));
            Exchange.json(context, Map.of());
        });
        routes.post("/api/alerts/{id}/unacknowledge", context -> {
            alerting.unacknowledge(Exchange.id(context));
            Exchange.json(context, Map.of());
        });
        routes.post("/api/alerts/silences", context -> {
            Silence wanted = Exchange.body(context, new TypeReference<Silence>() {
            });
            if (wanted.until() == null || wanted.rule() == null) {
                throw new IllegalArgumentException("a silence needs a rule and an instant until which it holds");
            }
            Exchange.json(context.status(201), Map.of("id", alerting.silence(new Silence(0, wanted.rule(),
                    Objects.requireNonNullElse(wanted.series(), ""), wanted.until(), Objects.requireNonNullElse(wanted.by(), "api"),
                    Objects.requireNonNullElse(wanted.note(), "")))));
        });
        routes.post("/api/alerts/silences/{id}/remove", context -> {
            alerting.unsilence(Exchange.id(context));
            Exchange.json(context, Map.of());
        });
    }
}
