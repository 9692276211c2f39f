package gpudyno.node.server;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.model.node.Event;
import gpudyno.model.node.Readiness;
import gpudyno.model.node.Recommendation;
import gpudyno.node.Activity;
import gpudyno.node.Journal;
import java.util.List;
import java.util.Map;

/// The events, activity and health of a node over HTTP.
final class JournalRoutes {
    private static final TypeReference<Map<String, String>> TARGETS = new TypeReference<>() {
    };

    private JournalRoutes() {
    }

    static void map(Routes routes, Journal journal) {
        routes.get("/api/events", context -> Exchange.json(context, journal.events()), Tells.givesList(Event.class));
        routes.get("/api/recommendations", context -> Exchange.json(context, journal.recommendations()),
                Tells.givesList(Recommendation.class));
        routes.get("/api/readiness", context -> Exchange.json(context, journal.readiness()), Tells.givesList(Readiness.class));
        routes.get("/api/activity", context -> Exchange.json(context, journal.activity().map(List::of).orElse(List.of())),
                Tells.givesList(Activity.class));
        routes.get("/api/targets", context -> Exchange.json(context, Map.of("targets", journal.targets())), Tells.gives(TARGETS));
        routes.put("/api/targets", Role.OPERATOR, context -> {
            journal.setTargets(Exchange.text(context, "targets"));
            Exchange.json(context, Map.of("targets", journal.targets()));
        }, Tells.takes(TARGETS).giving(TARGETS));
    }
}
