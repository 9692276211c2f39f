package gpudyno.node.server;

import gpudyno.model.OneLine;
import gpudyno.model.trace.Kept;
import gpudyno.model.trace.OpenedTrace;
import gpudyno.model.trace.Stage;
import gpudyno.model.trace.TraceList;
import gpudyno.model.trace.TraceQuery;
import gpudyno.node.Traces;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The traces of a node over HTTP.
final class TraceRoutes {
    private static final int LONGEST_SHOWN = 40;

    private TraceRoutes() {
    }

    static void map(Routes routes, Traces traces) {
        routes.get("/api/traces", context -> Exchange.json(context, traces.find(query(context))),
                Tells.gives(TraceList.class).required("from", "string").required("to", "string").query("kept", "string")
                        .query("stage", "string").query("longerThan", "number").query("text", "string").query("most", "integer"));
        routes.get("/api/traces/tally", context -> Exchange.json(context, traces.tally()), Tells.gives(Traces.Tally.class));
        routes.post("/api/collector/test", Role.OPERATOR, context -> Exchange.json(context, Map.of("answer", traces.tryExport())),
                Tells.gives(Exchange.TEXTS));
        routes.get("/api/traces/{id}", context -> Exchange.json(context,
                traces.trace(context.pathParam("id")).orElseThrow(() -> Exchange.notFound("trace", context))),
                Tells.gives(OpenedTrace.class));
    }

    private static TraceQuery query(Context context) {
        return new TraceQuery(Exchange.instant(context, "from"), Exchange.instant(context, "to"), one(context, "kept", Kept.values()),
                one(context, "stage", Stage.values()), millis(context), Exchange.single(context, "text").orElse(""),
                (int) Exchange.number(context, "most", 500, 1, TraceQuery.MOST));
    }

    private static <E extends Enum<E>> @Nullable E one(Context context, String name, E[] values) {
        String word = Exchange.single(context, name).orElse("");
        if (word.isEmpty()) {
            return null;
        }
        return Arrays.stream(values).filter(value -> word(value).equals(word)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " '" + OneLine.shortened(word, LONGEST_SHOWN) + "' must be one of "
                        + Arrays.stream(values).map(TraceRoutes::word).collect(Collectors.joining(", "))));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static double millis(Context context) {
        String text = Exchange.single(context, "longerThan").orElse("0");
        if (!text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
            throw new IllegalArgumentException("longerThan '" + OneLine.shortened(text, LONGEST_SHOWN)
                    + "' must be a number of milliseconds, such as 500 or 0.5");
        }
        return Double.parseDouble(text);
    }
}
