package gpudyno.node.server;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.load.Workload;
import gpudyno.model.tune.Goal;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionRequest;
import gpudyno.model.tune.SessionSummary;
import gpudyno.node.Sessions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Tuning sessions over HTTP.
final class SessionRoutes {
    private SessionRoutes() {
    }

    /// A [SessionRequest] as JSON; absent fields take their defaults.
    record SessionBody(Optional<String> targets, Optional<Duration> budget, Optional<Workload> workload, Optional<Long> seed,
            Optional<Boolean> applyBest, Optional<String> strategy, Optional<List<String>> held,
            Optional<String> goal) {
        SessionRequest request() {
            return new SessionRequest(targets.orElse("option-2"), budget.orElse(Duration.ofMinutes(5)), workload.orElse(Workload.DEFAULT),
                    seed.orElse(1L), applyBest.orElse(true), strategy.orElse(SessionRequest.AUTO), held.orElse(List.of()),
                    goal.map(Goal::byId).orElse(Goal.HELD_RATE));
        }
    }

    static void map(Routes routes, Sessions sessions) {
        routes.get("/api/sessions", context -> Exchange.json(context, sessions.list()), Tells.givesList(SessionSummary.class));
        routes.post("/api/sessions", Role.OPERATOR,
                context -> Exchange.created(context, sessions.start(Exchange.body(context, new TypeReference<SessionBody>() {
                }).request())), Tells.takes(SessionBody.class).giving(Exchange.CREATED).status(201));
        routes.get("/api/sessions/{id}", context -> Exchange.json(context,
                sessions.report(Exchange.id(context)).orElseThrow(() -> Exchange.notFound("session", context))),
                Tells.gives(SessionReport.class));
        routes.get("/api/sessions/{id}/document", context -> Exchange.document(context, sessions::document), Exchange.DOCUMENT);
        routes.post("/api/sessions/{id}/stop", Role.OPERATOR, context -> {
            sessions.stop(Exchange.id(context));
            context.status(204);
        }, Tells.NOTHING.status(204));
        routes.post("/api/sessions/{id}/resume", Role.OPERATOR, context -> {
            sessions.resume(Exchange.id(context));
            context.status(204);
        }, Tells.NOTHING.status(204));
        routes.post("/api/sessions/{id}/apply", Role.OPERATOR, context -> Exchange.json(context, sessions.applyBest(Exchange.id(context))),
                Tells.gives(KnobChange.class));
        routes.post("/api/sessions/{id}/rollback", Role.OPERATOR,
                context -> Exchange.json(context, sessions.rollBack(Exchange.id(context))),
                Tells.gives(KnobChange.class));
    }
}
