package gpudyno.node.server;

import gpudyno.model.OneLine;
import gpudyno.model.gpu.Cause;
import gpudyno.model.gpu.ControlState;
import gpudyno.model.gpu.DeviceEvent;
import gpudyno.model.gpu.DeviceState;
import gpudyno.model.gpu.EndSignal;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.gpu.SourceState;
import gpudyno.node.Gpus;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/// A node's GPUs over HTTP.
final class GpuRoutes {
    private static final int LONGEST_SHOWN = 20;

    private GpuRoutes() {
    }

    static void map(Routes routes, Gpus gpus) {
        routes.get("/api/gpus", context -> Exchange.json(context, gpus.devices()), Tells.givesList(DeviceState.class));
        routes.get("/api/gpus/sources", context -> Exchange.json(context, gpus.sources()), Tells.givesList(SourceState.class));
        routes.get("/api/gpus/events", context -> Exchange.json(context, gpus.events()), Tells.givesList(DeviceEvent.class));
        routes.get("/api/gpus/processes", context -> Exchange.json(context, processes(context, gpus)),
                Tells.givesList(GpuProcess.class).query("device", "string").query("at", "string").query("from", "string").query("to",
                        "string"));
        routes.get("/api/gpus/causes",
                context -> Exchange.json(context, gpus.causes(Exchange.instant(context, "from"), Exchange.instant(context, "to"))),
                Tells.givesList(Cause.class).required("from", "string").required("to", "string"));
        routes.get("/api/gpus/controls", context -> Exchange.json(context, gpus.controls()), Tells.givesList(ControlState.class));
        routes.post("/api/gpus/reset", Role.OPERATOR, context -> {
            gpus.reset(Exchange.text(context, "device"));
            context.status(204);
        }, Tells.takes(Exchange.TEXTS).status(204));
        routes.post("/api/gpus/processes/end", Role.OPERATOR, context -> {
            gpus.endProcess(Exchange.text(context, "device"), pid(context), signal(Exchange.text(context, "signal")));
            context.status(204);
        }, Tells.takes(Exchange.OBJECT).status(204));
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
