package gpudyno.node.server;

import gpudyno.model.foresight.Anomaly;
import gpudyno.model.foresight.Expectation;
import gpudyno.model.foresight.Incident;
import gpudyno.model.foresight.Outlook;
import gpudyno.model.foresight.Watched;
import gpudyno.node.Foresight;
import java.util.Map;

/// Anomalies, forecasts and incidents of a node over HTTP.
final class ForesightRoutes {
    private ForesightRoutes() {
    }

    static void map(Routes routes, Foresight foresight) {
        routes.get("/api/foresight", context -> Exchange.json(context, foresight.board()), Tells.gives(Foresight.Board.class));
        routes.get("/api/forecasts", context -> Exchange.json(context, foresight.outlooks()), Tells.givesList(Outlook.class));
        routes.get("/api/anomalies",
                context -> Exchange.json(context, foresight.anomalies(Exchange.instant(context, "from"), Exchange.instant(context, "to"))),
                Tells.givesList(Anomaly.class).required("from", "string").required("to", "string"));
        routes.get("/api/anomalies/watched", context -> Exchange.json(context, foresight.watched()), Tells.givesList(Watched.class));
        routes.get("/api/anomalies/course", context -> Exchange.json(context, foresight.course(Exchange.single(context, "meter")
                .orElseThrow(() -> new IllegalArgumentException("meter is missing, such as memory.percent{host}")))),
                Tells.givesList(Expectation.class).required("meter", "string"));
        routes.post("/api/anomalies/{id}/expected", Role.OPERATOR, context -> {
            foresight.expected(Exchange.id(context));
            Exchange.json(context, Map.of());
        });
        routes.get("/api/incidents",
                context -> Exchange.json(context, foresight.incidents(Exchange.instant(context, "from"), Exchange.instant(context, "to"))),
                Tells.givesList(Incident.class).required("from", "string").required("to", "string"));
    }
}
