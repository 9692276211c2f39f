package gpudyno.node.server;

import gpudyno.node.Frames;
import io.javalin.config.RoutesConfig;
import java.time.Duration;
import java.util.Set;

/// What a node measured, over HTTP.
final class FrameRoutes {
    private static final Duration LONGEST_HISTORY = Duration.ofDays(8);

    private FrameRoutes() {
    }

    static void map(RoutesConfig routes, Frames frames) {
        routes.get("/api/meters", context -> Exchange.json(context, frames.meters()));
        // `meter` may be given several times; without it frames hold all meters.
        routes.get("/api/history",
                context -> Exchange.json(context, frames.history(Exchange.instant(context, "from"), Exchange.instant(context, "to"),
                        Duration.ofMillis(Exchange.number(context, "resolutionMillis", 1000, 1, LONGEST_HISTORY.toMillis())),
                        Set.copyOf(context.queryParams("meter")))));
    }
}
