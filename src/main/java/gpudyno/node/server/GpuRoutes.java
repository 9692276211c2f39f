package gpudyno.node.server;

import gpudyno.model.OneLine;
import gpudyno.model.gpu.EndSignal;
import gpudyno.node.Gpus;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/// A node's GPUs over HTTP.
final class GpuRoutes {
    private static final int LONGEST_SHOWN = 20;

    private GpuRoutes() {
    }

    static void map(RoutesConfig routes, Gpus gpus) {
        routes.get("/api/gpus", context -> Exchange.json(context, gpus.devices()));
        routes.get("/api/gpus/sources", context -> Exchange.json(context, gpus.sources()));
        routes.get("/api/gpus/events", context -> Exchange.json(context, gpus.events()));
        routes.get("/api/gpus/processes", context -> Exchange.json(context, processes(context, gpus)));
        routes.get("/api/gpus/causes",
                context -> Exchange.json(context, gpus.causes(Exchange.instant(context, "from"), Exchange.instant(context, "to"))));
        routes.get("/api/gpus/controls", context -> Exchange.json(context, gpus.controls()));
        routes.post("/api/gpus/reset", context -> {
            gpus.reset(Exchange.text(context, "device"));
            context.status(204);
        });
        routes.post("/api/gpus/processes/end", context -> {
            gpus.endProcess(Exchange.text(context, "device"), pid(context), signal(Exchange.text(context, "signal")));
            context.status(204);
        });
    }

    /// Those of now, of one device or of all; with `from` and `to`, or with `at`, those of the past.
    private static Object processes(Context context, Gpus gpus) {
        Set<String> named = context.queryParamMap().keySet();
        boolean between = named.contains("from") || named.contains("to");
        Optional<String> device = Exchange.single(context, "device");
        if ((between ? 1 : 0) + (named.contains("at") ? 1 : 0) + (device.isPresent() ? 1 : 0) > 1) {
            throw new IllegalArgumentException("give device, or at, or from and to: not several of them");
        }
        if (between) {
            return gpus.processesBetween(Exchange.instant(context, "from"), Exchange.instant(context, "to"));
        }
        if (named.contains("at")) {
            return gpus.processesAt(Exchange.instant(context, "at"));
        }
        return device.map(gpus::processes).orElseGet(gpus::processes);
    }

    private static long pid(Context context) throws IOException {
        Object value = Exchange.body(context, Exchange.OBJECT).get("pid");
        if (value instanceof Integer || value instanceof Long) {
            return Exchange.parse("pid", value.toString(), 1, Integer.toUnsignedLong(-1));
        }
        throw new IllegalArgumentException(value == null ? "pid is missing" : "pid must be a whole number");
    }

    private static EndSignal signal(String text) {
        return switch (text) {
            case "TERM" -> EndSignal.TERM;
            case "KILL" -> EndSignal.KILL;
            default -> throw new IllegalArgumentException("signal '" + OneLine.shortened(text, LONGEST_SHOWN) + "' is not TERM or KILL");
        };
    }
}
