package gpudyno.node.server;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.model.load.Workload;
import gpudyno.model.tune.SessionRequest;
import gpudyno.node.Sessions;
import io.javalin.config.RoutesConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Tuning sessions over HTTP.
final class SessionRoutes {
    private SessionRoutes() {
    }

    /// A [SessionRequest] as JSON; absent fields take their defaults.
    record SessionBody(Optional<String> targets, Optional<Duration> budget, Optional<Workload> workload, Optional<Long> seed,
            Optional<Boolean> applyBest, Optional<String> strategy, Optional<List<String>> held) {
        SessionRequest request() {
            return new SessionRequest(targets.orElse("option-2"), budget.orElse(Duration.ofMinutes(5)), workload.orElse(Workload.DEFAULT),
                    seed.orElse(1L), applyBest.orElse(true), strategy.orElse(SessionRequest.AUTO), held.orElse(List.of()));
        }
    }

    static void map(RoutesConfig routes, Sessions sessions) {
        routes.get("/api/sessions", context -> Exchange.json(context, sessions.list()));
        routes.post("/api/sessions",
                context -> Exchange.created(context, sessions.start(Exchange.body(context, new TypeReference<SessionBody>() {
                }).request())));
        routes.get("/api/sessions/{id}", context -> Exchange.json(context,
                sessions.report(Exchange.id(context)).orElseThrow(() -> Exchange.notFound("session", context))));
        routes.get("/api/sessions/{id}/document", context -> Exchange.document(context, sessions::document));
        routes.post("/api/sessions/{id}/stop", context -> {
            sessions.stop(Exchange.id(context));
            context.status(204);
        });
        routes.post("/api/sessions/{id}/resume", context -> {
            sessions.resume(Exchange.id(context));
            context.status(204);
        });
        routes.post("/api/sessions/{id}/apply", context -> Exchange.json(context, sessions.applyBest(Exchange.id(context))));
        routes.post("/api/sessions/{id}/rollback", context -> Exchange.json(context, sessions.rollBack(Exchange.id(context))));
    }
}
