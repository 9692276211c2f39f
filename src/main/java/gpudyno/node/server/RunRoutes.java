package gpudyno.node.server;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunDifference;
import gpudyno.model.load.RunPart;
import gpudyno.model.load.RunPlan;
import gpudyno.model.load.RunRequest;
import gpudyno.model.load.RunTally;
import gpudyno.model.load.RunTarget;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Workload;
import gpudyno.node.Runs;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Load runs over HTTP.
final class RunRoutes {
    private RunRoutes() {
    }

    /// A [RunRequest] as JSON; absent fields take their defaults.
    record LoadBody(Optional<Scenario> scenario, Optional<Workload> workload, Optional<RunTarget> target, Optional<String> slo,
            Optional<Integer> connections, Optional<Duration> timeout, Optional<Duration> warmup, Optional<String> trace,
            Optional<RunPart> part) {
        RunRequest request() {
            Scenario asked = scenario.orElseThrow(() -> new IllegalArgumentException(
                    "scenario is missing: an object such as {\"scenario\": \"poisson\", \"rate\": 50, \"duration\": \"PT30S\"}"));
            return new RunRequest(asked, workload.orElse(Workload.DEFAULT), target.orElse(null), slo.orElse(""),
                    connections.orElse(RunRequest.USUAL_CONNECTIONS), timeout.orElse(RunRequest.usualTimeout(target.orElse(null))),
                    warmup.orElse(asked instanceof Scenario.Replay ? Duration.ZERO : RunRequest.USUAL_WARMUP), trace.orElse(null),
                    part.orElse(RunPart.WHOLE));
        }
    }

    /// What the node's own clock says.
    record Clock(Instant now) {}

    static void map(Routes routes, Runs runs) {
        routes.post("/api/loads", Role.OPERATOR,
                context -> Exchange.created(context, runs.start(request(context))),
                Tells.takes(LoadBody.class).giving(Exchange.CREATED).status(201));
        routes.post("/api/loads/plan", Role.OPERATOR, context -> Exchange.json(context, runs.plan(request(context))),
                Tells.takes(LoadBody.class).giving(RunPlan.class));
        routes.get("/api/loads", context -> Exchange.json(context, runs.list()), Tells.givesList(Run.class));
        routes.get("/api/loads/{id}", context -> Exchange.json(context,
                runs.run(Exchange.id(context)).orElseThrow(() -> Exchange.notFound("run", context))), Tells.gives(Run.class));
        routes.get("/api/loads/{id}/tally", context -> Exchange.json(context,
                runs.tally(Exchange.id(context)).orElseThrow(() -> Exchange.notFound("tally of run", context))),
                Tells.gives(RunTally.class));
        routes.get("/api/clock", context -> Exchange.json(context, new Clock(runs.clock())), Tells.gives(Clock.class));
        routes.get("/api/loads/{id}/document", context -> Exchange.document(context, runs::document), Exchange.DOCUMENT);
        routes.get("/api/loads/{id}/differences", context -> Exchange.json(context, runs.compare(Exchange.id(context),
                Exchange.parse("to", Exchange.single(context, "to").orElse(""), 1, Long.MAX_VALUE))),
                Tells.givesList(RunDifference.class).required("to", "integer"));
        routes.post("/api/loads/{id}/stop", Role.OPERATOR, context -> {
            runs.stop(Exchange.id(context));
            context.status(204);
        }, Tells.NOTHING.status(204));
    }

    private static RunRequest request(Context context) throws IOException {
        return Exchange.body(context, new TypeReference<LoadBody>() {
        }).request();
    }
}
