package gpudyno.node.server;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.model.node.Event;
import gpudyno.model.node.Readiness;
import gpudyno.model.node.Recommendation;
import gpudyno.model.node.RecordKind;
import gpudyno.model.node.StoreContents;
import gpudyno.node.Activity;
import gpudyno.node.Journal;
import java.util.List;
import java.util.Map;

/// The events, activity and health of a node over HTTP.
final class JournalRoutes {
    private static final TypeReference<Map<String, String>> TARGETS = new TypeReference<>() {
    };

    private static final TypeReference<Journal.Keep> KEEP = new TypeReference<>() {
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
        routes.get("/api/kept", context -> Exchange.json(context, journal.contents()), Tells.gives(StoreContents.class));
        routes.put("/api/kept", Role.OPERATOR, context -> {
            Journal.Keep wish = Exchange.body(context, KEEP);
            RecordKind kind = wish.kind();
            Long limit = wish.limit();
            if (kind == null || limit == null) {
                throw new IllegalArgumentException((kind == null ? "kind" : "limit") + " is missing; needed are kind, one of "
                        + List.of(RecordKind.values()) + ", and limit, a whole number");
            }
            journal.keep(kind, limit);
            Exchange.json(context, Map.of("kind", kind, "limit", limit));
        }, Tells.takes(Journal.Keep.class).giving(Exchange.OBJECT));
        routes.get("/api/targets", context -> Exchange.json(context, Map.of("targets", journal.targets())), Tells.gives(TARGETS));
        routes.put("/api/targets", Role.OPERATOR, context -> {
            journal.setTargets(Exchange.text(context, "targets"));
            Exchange.json(context, Map.of("targets", journal.targets()));
        }, Tells.takes(TARGETS).giving(TARGETS));
    }
}
