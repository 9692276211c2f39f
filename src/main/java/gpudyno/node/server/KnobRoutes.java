package gpudyno.node.server;

import gpudyno.model.OneLine;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.knob.KnobSet;
import gpudyno.model.knob.KnobState;
import gpudyno.node.Knobs;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Objects;

/// A node's knobs over HTTP.
final class KnobRoutes {
    private static final int LONGEST_LABEL = 80;
    private static final int USUALLY = 100;

    private KnobRoutes() {
    }

    static void map(Routes routes, Knobs knobs) {
        routes.get("/api/knobs", context -> Exchange.json(context, knobs.states()), Tells.givesList(KnobState.class));
        routes.get("/api/knobs/past",
                context -> Exchange.json(context, knobs.past((int) Exchange.number(context, "most", USUALLY, 1, KnobSet.MOST))),
                Tells.givesList(KnobSet.class).query("most", "integer"));
        routes.patch("/api/knobs", Role.OPERATOR,
                context -> Exchange.json(context, knobs.turn(present(Exchange.body(context, Exchange.OBJECT)), by(context))),
                Tells.takes(Exchange.OBJECT).giving(KnobChange.class).query("by", "string"));
    }

    /// An optional field that is null counts as absent.
    private static Map<String, Object> present(Map<String, Object> fields) {
        fields.values().removeIf(Objects::isNull);
        return fields;
    }

    /// The caller's name for the journal.
    private static String by(Context context) {
        return OneLine.checked("by", Exchange.single(context, "by").filter(label -> !label.isBlank()).orElse("api"), LONGEST_LABEL);
    }
}
