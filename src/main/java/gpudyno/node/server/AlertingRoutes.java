package gpudyno.node.server;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.model.alert.Alert;
import gpudyno.model.alert.AlertBoard;
import gpudyno.model.alert.AlertRule;
import gpudyno.model.alert.RulePreview;
import gpudyno.model.alert.Silence;
import gpudyno.node.Alerting;
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

    static void map(Routes routes, Alerting alerting) {
        routes.get("/api/alerts", context -> Exchange.json(context, alerting.loud()), Tells.givesList(Alert.class));
        routes.get("/api/alerts/board", context -> Exchange.json(context, alerting.board()), Tells.gives(AlertBoard.class));
        routes.put("/api/alerts/rules", Role.OPERATOR, context -> {
            alerting.setRule(Exchange.body(context, RULE));
            Exchange.json(context, Map.of());
        }, Tells.takes(RULE));
        routes.post("/api/alerts/rules/import", Role.OPERATOR, context -> {
            Exchange.json(context, Map.of("rules", alerting.importRules(Exchange.text(context, "yaml"))));
        }, Tells.takes(Exchange.TEXTS));
        routes.post("/api/alerts/rules/remove", Role.OPERATOR, context -> {
            alerting.removeRule(Exchange.text(context, "id"));
            Exchange.json(context, Map.of());
        }, Tells.takes(Exchange.TEXTS));
        routes.post("/api/alerts/preview", Role.READER, context -> Exchange.json(context, alerting.preview(Exchange.body(context, RULE),
                Duration.ofHours(
                        Exchange.parse("hours", Exchange.single(context, "hours").orElse("24"), 1, MOST_HOURS)))),
                Tells.takes(RULE).giving(RulePreview.class).query("hours", "integer"));
        routes.post("/api/alerts/{id}/acknowledge", Role.OPERATOR, context -> {
            alerting.acknowledge(Exchange.id(context), Exchange.textOrEmpty(context, "note"));
            Exchange.json(context, Map.of());
        }, Tells.takes(Exchange.TEXTS));
        routes.post("/api/alerts/{id}/unacknowledge", Role.OPERATOR, context -> {
            alerting.unacknowledge(Exchange.id(context));
            Exchange.json(context, Map.of());
        });
        routes.post("/api/alerts/silences", Role.OPERATOR, context -> {
            Silence wanted = Exchange.body(context, new TypeReference<Silence>() {
            });
            if (wanted.until() == null || wanted.rule() == null) {
                throw new IllegalArgumentException("a silence needs a rule and an instant until which it holds");
            }
            Exchange.json(context.status(201), Map.of("id", alerting.silence(new Silence(0, wanted.rule(),
                    Objects.requireNonNullElse(wanted.series(), ""), wanted.until(), Objects.requireNonNullElse(wanted.by(), "api"),
                    Objects.requireNonNullElse(wanted.note(), "")))));
        }, Tells.takes(Silence.class).giving(Exchange.CREATED).status(201));
        routes.post("/api/alerts/silences/{id}/remove", Role.OPERATOR, context -> {
            alerting.unsilence(Exchange.id(context));
            Exchange.json(context, Map.of());
        });
    }
}
