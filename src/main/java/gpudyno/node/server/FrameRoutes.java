package gpudyno.node.server;

import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.node.Frames;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/// The measurements of a node over HTTP.
final class FrameRoutes {
    private static final Duration COARSEST = Duration.ofDays(8);
    private static final int MOST_METERS = 500;

    private FrameRoutes() {
    }

    static void map(Routes routes, Frames frames) {
        routes.get("/api/meters", context -> Exchange.json(context, frames.meters()), Tells.givesList(Meter.class));
        // `meter` may be given several times; without it frames hold all meters.
        routes.get("/api/history", context -> {
            Instant from = Exchange.instant(context, "from");
            Instant to = Exchange.instant(context, "to");
            if (to.isBefore(from)) {
                throw new IllegalArgumentException("from " + from + " is later than to " + to);
            }
            Duration resolution = Duration
                    .ofMillis(Exchange.number(context, "resolutionMillis", 1000, 1, COARSEST.toMillis()));
            Exchange.json(context, frames.history(from, to, resolution, meters(context)));
        }, Tells.givesList(Frame.class).required("from", "string").required("to", "string").query("resolutionMillis", "integer")
                .query("meter", "string"));
    }

    private static Set<String> meters(Context context) {
        Set<String> meters = new HashSet<>(context.queryParams("meter"));
        if (meters.size() > MOST_METERS) {
            throw new IllegalArgumentException("meter is there " + meters.size() + " times, at most " + MOST_METERS + " are taken");
        }
        return meters;
    }
}
