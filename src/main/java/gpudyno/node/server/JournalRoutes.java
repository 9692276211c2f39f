package gpudyno.node.server;

import gpudyno.node.Journal;
import io.javalin.config.RoutesConfig;
import java.util.List;
import java.util.Map;

/// The events, activity and health of a node over HTTP.
final class JournalRoutes {
    private JournalRoutes() {
    }

    static void map(RoutesConfig routes, Journal journal) {
        routes.get("/api/events", context -> Exchange.json(context, journal.events()));
        routes.get("/api/recommendations", context -> Exchange.json(context, journal.recommendations()));
        routes.get("/api/readiness", context -> Exchange.json(context, journal.readiness()));
        routes.get("/api/activity", context -> Exchange.json(context, journal.activity().map(List::of).orElse(List.of())));
        routes.get("/api/targets", context -> Exchange.json(context, Map.of("targets", journal.targets())));
        routes.put("/api/targets", context -> {
            journal.setTargets(Exchange.text(context, "targets"));
            Exchange.json(context, Map.of("targets", journal.targets()));
        });
    }
}
